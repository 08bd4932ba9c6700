import Kernels

/// A distribution of images given a latent, log p(image | latent), over the integer levels that an image holds.
///
/// All buffers belong to one image: outputs `[pixels, outputsPerPixel]` as the decoder leaves them, levels `[pixels]`.
package protocol Likelihood: Sendable {
    /// The number of decoder outputs for each pixel.
    var outputsPerPixel: Int { get }

    /// The distortion -log p(levels | outputs), in nats, summed over the pixels.
    ///
    /// - Parameter gradient: Set to `weight` times the derivative with respect to the outputs.
    func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double

    /// The expected level of every pixel, not rounded.
    func expectedLevels(outputs: Buffer, into levels: Buffer)

    /// The expected value of every pixel on the networks' scale, not clamped to it, so that it has a gradient everywhere.
    func means(outputs: Buffer, into means: Buffer)

    /// Computes the gradient with respect to the outputs of a function, from its gradient with respect to the means.
    func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer)

    /// A draw for every pixel, from one uniform number each.
    func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer)
}
