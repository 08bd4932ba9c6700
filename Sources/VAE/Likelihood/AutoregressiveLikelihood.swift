import Kernels

/// A mixture of discretised logistics that also depends on the pixels before, row by row: for every pixel the decoder gives
/// factors of six neighbours to the left and above, whose sum is added to its components' means, and one of how much these
/// differ, which is added to their log scales.
///
/// It takes from the latent what the neighbours tell already, the local texture; the latent keeps the image. Given the pixels
/// before, the probabilities of all levels of a pixel sum to one, and so do those of all images. All pixels of a known image
/// are worked on at once; drawing goes pixel by pixel, but with the decoder's outputs at hand that takes no time.
///
/// Source: Gulrajani et al., 2017, arXiv:1611.05013; Chen et al., 2017, arXiv:1611.02731; the linear dependence as between
/// the colours of Salimans et al., 2017, arXiv:1701.05517, section 2.2; scales by the differences nearby as in Wu & Memon, 1997,
/// "Context-based, adaptive, lossless image coding".
public struct AutoregressiveLikelihood: Likelihood {
    public let scale: LevelScale
    public let components: Int
    /// Of the images.
    public let width: Int
    /// Log weights, means and log scales, all of one kind together, then the factors of the neighbours and of their differences.
    public var outputsPerPixel: Int { 3 * components + KernelSet.neighbourFactors }

    public func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.autoregressiveMixture(
            outputs: outputs, components: components, width: width, levels: levels, scale: scale,
            weight: weight, gradient: gradient)
    }

    /// Of every pixel given what is expected of those before it: the expectation, but for what both ends cut off.
    public func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.autoregressiveMeans(
            outputs: outputs, components: components, width: width, scale: scale, into: levels)
    }

    public func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.autoregressiveDraws(
            outputs: outputs, components: components, width: width, uniform: uniform, scale: scale,
            into: levels)
    }
}
