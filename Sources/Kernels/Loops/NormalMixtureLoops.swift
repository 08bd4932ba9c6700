import CKernels

/// Loops over a mixture of normal distributions. The components are `raw`, `[components, 2 · latents]`, as an encoder leaves
/// posteriors: the means and then the unbounded log variances. Densities leave out the terms with π.
extension KernelSet {
    /// Computes a component's precisions `[latents]`, and returns its log density at its mean.
    package func layOutNormal(raw: Buffer, intoPrecisions precisions: Buffer) -> Float {
        precondition(raw.count == 2 * precisions.count)
        return loops.lay_out_normal(precisions.base, raw.base, precisions.count)
    }

    /// log Σ exp(offset) · density(latent) / density(mean) over the components, in nats.
    ///
    /// - Parameters:
    ///   - offsets: For every component, its log weight plus its log density at its mean.
    ///   - responsibilities: Set to each component's share of the sum.
    package func normalMixture(
        at latent: Buffer, raw: Buffer, precisions: Buffer, offsets: Buffer, into responsibilities: Buffer
    ) -> Double {
        precondition(raw.count == 2 * precisions.count && precisions.count == offsets.count * latent.count)
        precondition(responsibilities.count == offsets.count)
        return loops.normal_mixture(
            responsibilities.base, latent.base, raw.base, 2 * latent.count, precisions.base, offsets.base,
            offsets.count, latent.count)
    }

    /// Adds the gradients of `weight` times that log sum, which gave the responsibilities, with respect to the latent and to
    /// the components' means and bounded log variances.
    package func addNormalMixtureGradient(
        at latent: Buffer, raw: Buffer, precisions: Buffer, responsibilities: Buffer, weight: Float,
        to latentGradient: Buffer, components: Buffer
    ) {
        precondition(raw.count == 2 * precisions.count && precisions.count == responsibilities.count * latent.count)
        precondition(latentGradient.count == latent.count && components.count == raw.count)
        loops.normal_mixture_gradient(
            latentGradient.base, components.base, latent.base, raw.base, 2 * latent.count, precisions.base,
            responsibilities.base, weight, responsibilities.count, latent.count)
    }

    /// Turns the gradient of bounded log variances into that of the raw ones, in place.
    package func boundLogVarianceGradient(_ gradient: Buffer, raw: Buffer) {
        precondition(gradient.count == raw.count)
        loops.bound_log_variance_gradient(gradient.base, raw.base, raw.count)
    }
}
