import Kernels

/// A mixture of discretised logistics over the integer levels, each with a weight, a mean and a scale for every pixel.
///
/// Its components are those of `LogisticLikelihood`: the probabilities of all levels sum to one, and the floor of the
/// scales follows the bit depth.
///
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1.
public struct MixtureLikelihood: Likelihood {
    public let scale: LevelScale
    public let components: Int
    /// Log weights, means and log scales, all of one kind together.
    public var outputsPerPixel: Int { 3 * components }

    public func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.logisticMixture(
            outputs: outputs, components: components, levels: levels, scale: scale, weight: weight,
            gradient: gradient)
    }

    public func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.mixtureMeans(
            outputs: outputs, components: components, scale: scale, into: levels)
    }

    public func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.mixtureDraws(
            outputs: outputs, components: components, uniform: uniform, scale: scale, into: levels)
    }
}
