import CKernels

/// Loops over mixtures of discretised logistics that depend on the pixels before each pixel, row by row.
///
/// outputs: `[pixels, 3 · components + neighbourFactors]`. The first are those of a mixture. Then follow factors for the
/// neighbours' values on -1...1; the products are added to the means, and neighbours beyond the image count as zero. The last
/// is the factor for log(1 + 60 · the mean difference between adjacent neighbours), which is added to the unbounded log
/// scales.
extension KernelSet {
    /// The positions of the neighbours that a pixel depends on: left, above, above left, above right, second to the left,
    /// second above.
    package static let neighbours: [(down: Int, right: Int)] = [(0, -1), (-1, 0), (-1, -1), (-1, 1), (0, -2), (-2, 0)]
    /// The number of a pixel's outputs for them.
    package static var neighbourFactors: Int { Int(GRISAILLE_NEIGHBOUR_FACTORS) }

    /// `-log p(image | latent)` of one image, in nats, summed over its pixels, and `weight` times the derivative with respect
    /// to the outputs. levels: `[pixels]`, integers.
    package func autoregressiveMixture(
        outputs: Buffer, components: Int, width: Int, levels: Buffer, scale: LevelScale, weight: Float = 1,
        gradient: Buffer? = nil
    ) -> Double {
        check(outputs, components, width, pixels: levels.count)
        precondition((gradient?.count ?? outputs.count) == outputs.count)
        return loops.autoregressive_mixture(
            gradient?.base, outputs.base, levels.base, scale.loops, weight, components, width, levels.count)
    }

    /// The expected levels, not rounded, each given the expected levels before it.
    package func autoregressiveMeans(
        outputs: Buffer, components: Int, width: Int, scale: LevelScale, into levels: Buffer
    ) {
        check(outputs, components, width, pixels: levels.count)
        loops.autoregressive_means(levels.base, outputs.base, scale.loops, components, width, levels.count)
    }

    /// Levels drawn one after the other, given one uniform number per pixel.
    package func autoregressiveDraws(
        outputs: Buffer, components: Int, width: Int, uniform: Buffer, scale: LevelScale, into levels: Buffer
    ) {
        check(outputs, components, width, pixels: levels.count)
        precondition(uniform.count == levels.count)
        loops.autoregressive_draws(
            levels.base, outputs.base, uniform.base, scale.loops, components, width, levels.count)
    }

    private func check(_ outputs: Buffer, _ components: Int, _ width: Int, pixels: Int) {
        precondition((1...Self.maximumComponents).contains(components) && width > 0 && pixels % width == 0)
        precondition(outputs.count == (3 * components + Self.neighbourFactors) * pixels)
    }
}
