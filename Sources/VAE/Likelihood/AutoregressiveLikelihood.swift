import Kernels

/// A mixture of discretised logistics that also depends on the pixels before each pixel, row by row.
///
/// For every pixel the decoder gives factors for six neighbours to the left and above. The weighted sum of the neighbours is
/// added to the means of the pixel's components. One more factor multiplies how much the neighbours differ; that product is
/// added to the log scales.
///
/// The neighbours explain the local texture, so the latent is left to describe the image. Given the pixels before it, the
/// probabilities of all levels of a pixel sum to one, and so do those of all images. All pixels of a known image are computed
/// at once. Drawing goes pixel by pixel, which takes little time once the decoder's outputs are known.
///
/// Source: Gulrajani et al., 2017, arXiv:1611.05013; Chen et al., 2017, arXiv:1611.02731; the linear dependence as between
/// the colours of Salimans et al., 2017, arXiv:1701.05517, section 2.2; scales by the differences nearby as in Wu & Memon, 1997,
/// "Context-based, adaptive, lossless image coding".
package struct AutoregressiveLikelihood: Likelihood {
    package let scale: LevelScale
    package let components: Int
    /// The width of the images, in pixels.
    package let width: Int
    /// Log weights, then means, then log scales, `[components]` each; then the factors of the neighbours and of their
    /// differences.
    package var outputsPerPixel: Int { 3 * components + KernelSet.neighbourFactors }

    package func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.autoregressiveMixture(
            outputs: outputs, components: components, width: width, levels: levels, scale: scale,
            weight: weight, gradient: gradient)
    }

    /// The expected level of every pixel given the expected levels of those before it, except for the clamping at both ends.
    package func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.autoregressiveMeans(
            outputs: outputs, components: components, width: width, scale: scale, into: levels)
    }

    package func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.autoregressiveDraws(
            outputs: outputs, components: components, width: width, uniform: uniform, scale: scale,
            into: levels)
    }
}
