import Kernels

/// log p(image | latent), pixel by pixel, of the very integers that the image holds.
///
/// All buffers are of one image: outputs `[pixels, outputsPerPixel]` as the decoder leaves them, levels `[pixels]`.
public protocol Likelihood: Sendable {
    var outputsPerPixel: Int { get }

    /// The distortion -log p(levels | outputs), in nats, summed over the pixels.
    ///
    /// - gradient: receives the derivative by the outputs, times `weight`.
    func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double

    /// The expected level of every pixel, not rounded.
    func expectedLevels(outputs: Buffer, into levels: Buffer)

    /// The expected value of every pixel on the networks' scale, not held within it, so that it has a gradient everywhere.
    func means(outputs: Buffer, into means: Buffer)

    /// Sets the gradient by the outputs of what has a gradient by their means.
    func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer)

    /// A draw of every pixel from one uniform number each.
    func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer)
}
