import CKernels

/// Loops over the diagonal normal posterior of one image, as the encoder leaves it: `raw` is `[2 · latents]`, the means and
/// then the unbounded log variances.
extension KernelSet {
    /// `latent = mean + σ · noise`; returns the rate, KL(posterior ‖ standard normal), in nats.
    package func reparameterize(raw: Buffer, noise: Buffer, into latent: Buffer) -> Double {
        precondition(raw.count == 2 * latent.count && noise.count == latent.count)
        return loops.reparameterize(latent.base, raw.base, noise.base, latent.count)
    }

    /// The gradient of `raw` from that of the latent, plus `rateWeight` times the rate's own.
    package func reparameterizeGradient(
        latentGradient: Buffer, raw: Buffer, noise: Buffer, rateWeight: Float, into rawGradient: Buffer
    ) {
        precondition(raw.count == 2 * noise.count && rawGradient.count == raw.count)
        precondition(latentGradient.count == noise.count)
        loops.reparameterize_gradient(
            rawGradient.base, latentGradient.base, raw.base, noise.base, rateWeight, noise.count)
    }

    /// `share` times the gradient of `raw` through the draw alone. The rate is log q(latent) - log p(latent) under the standard
    /// normal prior; its gradient includes the movement of the latent and leaves out the direct dependence of q on `raw`.
    ///
    /// Source: Tucker et al., 2018, arXiv:1810.04152.
    package func reparameterizeDrawGradient(
        latentGradient: Buffer, raw: Buffer, noise: Buffer, rateWeight: Float, share: Float, into rawGradient: Buffer
    ) {
        precondition(raw.count == 2 * noise.count && rawGradient.count == raw.count)
        precondition(latentGradient.count == noise.count)
        loops.reparameterize_draw_gradient(
            rawGradient.base, latentGradient.base, raw.base, noise.base, rateWeight, share, noise.count)
    }

    /// Bounds log variances smoothly to ±10, in place.
    package func boundLogVariance(_ raw: Buffer) { loops.bound_log_variance(raw.base, raw.count) }

    /// A draw and its rate against a prior other than the standard normal: `prior` is `[2 · latents]` like `raw`.
    ///
    /// - Parameter isSampled: Whether the rate is that of the draw itself, log q(latent) - log p(latent), and not
    ///   KL(posterior ‖ prior).
    package func reparameterize(
        posterior: Buffer, prior: Buffer, noise: Buffer, isSampled: Bool = false, into latent: Buffer
    ) -> Double {
        precondition(posterior.count == 2 * latent.count && prior.count == posterior.count)
        precondition(noise.count == latent.count)
        let loop = isSampled ? loops.reparameterize_sampled : loops.reparameterize_given_prior
        return loop!(latent.base, posterior.base, prior.base, noise.base, latent.count)
    }

    /// The gradients of the posterior and the prior from that of the latent, plus `rateWeight` times those of the rate.
    package func reparameterizeGradient(
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
