import CKernels

/// Loops over the pixels of one image for the likelihoods.
///
/// The losses are `-log p(image | latent)`, in nats, summed over the pixels. A `gradient` buffer is set to `weight` times the
/// derivative with respect to the outputs. Levels are integers in 0...maximumLevel of the scale.
extension KernelSet {
    /// outputs: `[pixels]`, logits of the probability that a pixel is at its maximum; levels: `[pixels]`.
    package func bernoulli(
        outputs: Buffer, levels: Buffer, maximumLevel: Int, weight: Float = 1, gradient: Buffer? = nil
    ) -> Double {
        precondition(outputs.count == levels.count && (gradient?.count ?? outputs.count) == outputs.count)
        return loops.bernoulli(
            gradient?.base, outputs.base, levels.base, 1 / Float(maximumLevel), weight, levels.count)
    }

    /// outputs: `[pixels, 2]`, means and unbounded log scales; levels: `[pixels]`.
    package func discretizedLogistic(
        outputs: Buffer, levels: Buffer, scale: LevelScale, weight: Float = 1, gradient: Buffer? = nil
    ) -> Double {
        precondition(outputs.count == 2 * levels.count && (gradient?.count ?? outputs.count) == outputs.count)
        return loops.discretized_logistic(
            gradient?.base, outputs.base, levels.base, scale.loops, weight, levels.count)
    }

    /// outputs: `[pixels, 3 · components]`, unbounded log weights, then means, then unbounded log scales; levels:
    /// `[pixels]`.
    package func logisticMixture(
        outputs: Buffer, components: Int, levels: Buffer, scale: LevelScale, weight: Float = 1, gradient: Buffer? = nil
    ) -> Double {
        checkMixture(outputs, components, pixels: levels.count)
        precondition((gradient?.count ?? outputs.count) == outputs.count)
        return loops.logistic_mixture(
            gradient?.base, outputs.base, levels.base, scale.loops, weight, components, levels.count)
    }

    private func checkMixture(_ outputs: Buffer, _ components: Int, pixels: Int) {
        precondition((1...Self.maximumComponents).contains(components) && outputs.count == 3 * components * pixels)
    }

    /// The maximum number of a mixture's components.
    package static var maximumComponents: Int { Int(GRISAILLE_MAXIMUM_COMPONENTS) }

    /// outputs: `[pixels, 2]`, means and unbounded log deviations; levels: `[pixels]`. Every level is spread evenly over its
    /// bin.
    package func gaussian(
        outputs: Buffer, levels: Buffer, scale: LevelScale, weight: Float = 1, gradient: Buffer? = nil
    ) -> Double {
        precondition(outputs.count == 2 * levels.count && (gradient?.count ?? outputs.count) == outputs.count)
        return loops.gaussian(
            gradient?.base, outputs.base, levels.base, scale.loops, weight, levels.count)
    }

    /// The expected levels, not rounded.
    package func bernoulliMeans(outputs: Buffer, maximumLevel: Int, into levels: Buffer) {
        precondition(outputs.count == levels.count)
        loops.bernoulli_means(levels.base, outputs.base, Float(maximumLevel), levels.count)
    }

    /// The expected levels, not rounded.
    package func logisticMeans(outputs: Buffer, scale: LevelScale, into levels: Buffer) {
        precondition(outputs.count == 2 * levels.count)
        loops.logistic_means(levels.base, outputs.base, scale.loops, levels.count)
    }

    /// Levels drawn from the distribution, given one uniform number per pixel.
    package func bernoulliDraws(outputs: Buffer, uniform: Buffer, maximumLevel: Int, into levels: Buffer) {
        precondition(outputs.count == levels.count && uniform.count == levels.count)
        loops.bernoulli_draws(levels.base, outputs.base, uniform.base, Float(maximumLevel), levels.count)
    }

    /// Levels drawn from the distribution, given one uniform number per pixel.
    package func logisticDraws(outputs: Buffer, uniform: Buffer, scale: LevelScale, into levels: Buffer) {
        precondition(outputs.count == 2 * levels.count && uniform.count == levels.count)
        loops.logistic_draws(levels.base, outputs.base, uniform.base, scale.loops, levels.count)
    }

    /// The expected levels, not rounded.
    package func mixtureMeans(outputs: Buffer, components: Int, scale: LevelScale, into levels: Buffer) {
        checkMixture(outputs, components, pixels: levels.count)
        loops.mixture_means(levels.base, outputs.base, scale.loops, components, levels.count)
    }

    /// Levels drawn from the distribution, given one uniform number per pixel.
    package func mixtureDraws(
        outputs: Buffer, components: Int, uniform: Buffer, scale: LevelScale, into levels: Buffer
    ) {
        checkMixture(outputs, components, pixels: levels.count)
        precondition(uniform.count == levels.count)
        loops.mixture_draws(levels.base, outputs.base, uniform.base, scale.loops, components, levels.count)
    }

    /// The means as levels, clamped to 0...maximumLevel and not rounded.
    package func gaussianMeans(outputs: Buffer, scale: LevelScale, into levels: Buffer) {
        precondition(outputs.count == 2 * levels.count)
        loops.gaussian_means(levels.base, outputs.base, scale.loops, levels.count)
    }

    /// Levels drawn from the distribution, given one uniform number per pixel.
    package func gaussianDraws(outputs: Buffer, uniform: Buffer, scale: LevelScale, into levels: Buffer) {
        precondition(outputs.count == 2 * levels.count && uniform.count == levels.count)
        loops.gaussian_draws(levels.base, outputs.base, uniform.base, scale.loops, levels.count)
    }
}
