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

    /// `share` times the gradient of `raw` by way of the draw alone: the rate, log q(latent) - log p(latent) under the
    /// standard normal, counts as far as the latent moves, and not as far as q does where the latent stays.
    ///
    /// Source: Tucker et al., 2018, arXiv:1810.04152.
    public func reparameterizeDrawGradient(
        latentGradient: Buffer, raw: Buffer, noise: Buffer, rateWeight: Float, share: Float, into rawGradient: Buffer
    ) {
        precondition(raw.count == 2 * noise.count && rawGradient.count == raw.count)
        precondition(latentGradient.count == noise.count)
        loops.reparameterize_draw_gradient(
            rawGradient.base, latentGradient.base, raw.base, noise.base, rateWeight, share, noise.count)
    }

    /// Bounds unbounded log variances to ±10, in place and smoothly.
    public func boundLogVariance(_ raw: Buffer) { loops.bound_log_variance(raw.base, raw.count) }

    /// A draw against a prior that isn't the standard normal: `prior` is `[2 · latents]` as `raw` is.
    ///
    /// - isSampled: whether the rate is that of the very draw, log q(latent) - log p(latent), rather than
    ///   KL(posterior ‖ prior).
    public func reparameterize(
        posterior: Buffer, prior: Buffer, noise: Buffer, isSampled: Bool = false, into latent: Buffer
    ) -> Double {
        precondition(posterior.count == 2 * latent.count && prior.count == posterior.count)
        precondition(noise.count == latent.count)
        let loop = isSampled ? loops.reparameterize_sampled : loops.reparameterize_given_prior
        return loop!(latent.base, posterior.base, prior.base, noise.base, latent.count)
    }

    /// The gradients of both from that of the latent, plus `rateWeight` times the rate's own.
    public func reparameterizeGradient(
        latentGradient: Buffer, posterior: Buffer, prior: Buffer, noise: Buffer, isSampled: Bool = false,
        rateWeight: Float, into posteriorGradient: Buffer, priorGradient: Buffer
    ) {
        precondition(posterior.count == 2 * noise.count && prior.count == posterior.count)
        precondition(posteriorGradient.count == posterior.count && priorGradient.count == prior.count)
        precondition(latentGradient.count == noise.count)
        let loop = isSampled ? loops.reparameterize_sampled_gradient : loops.reparameterize_given_prior_gradient
        loop!(
            posteriorGradient.base, priorGradient.base, latentGradient.base, posterior.base, prior.base, noise.base,
            rateWeight, noise.count)
    }
}
