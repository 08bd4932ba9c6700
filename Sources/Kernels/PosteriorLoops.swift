import CKernels

/// A diagonal Gaussian posterior of one image, as the encoder leaves it: `raw` is `[2 · latents]`, the means and then
/// the unbounded log variances.
extension KernelSet {
    /// `latent = mean + σ · noise`; returns the rate, KL(posterior ‖ standard normal), in nats.
    public func reparameterize(raw: Buffer, noise: Buffer, into latent: Buffer) -> Double {
        precondition(raw.count == 2 * latent.count && noise.count == latent.count)
        return loops.reparameterize(latent.base, raw.base, noise.base, latent.count)
    }

    /// The gradient of `raw` from that of the latent, plus `rateWeight` times the rate's own.
    public func reparameterizeGradient(
        latentGradient: Buffer, raw: Buffer, noise: Buffer, rateWeight: Float, into rawGradient: Buffer
    ) {
        precondition(raw.count == 2 * noise.count && rawGradient.count == raw.count)
        precondition(latentGradient.count == noise.count)
        loops.reparameterize_gradient(
            rawGradient.base, latentGradient.base, raw.base, noise.base, rateWeight, noise.count)
    }

    /// Bounds unbounded log variances to ±10, in place and smoothly.
    public func boundLogVariance(_ raw: Buffer) { loops.bound_log_variance(raw.base, raw.count) }
}
