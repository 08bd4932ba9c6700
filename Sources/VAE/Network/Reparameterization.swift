import Kernels
import Layers

/// Draws a latent from the posterior so that gradients pass through the draw: z = μ + σ · ε.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114.
public struct Reparameterization: Sendable {
    public let latentCount: Int

    /// - raw: `[images, 2 · latents]`, the encoder's outputs: means, then unbounded log variances.
    /// - noise: `[images, latents]`, standard normal.
    /// - latents: `[images, latents]`.
    /// - rates: receives every image's rate, KL(posterior ‖ standard normal), in nats.
    func forward(_ raw: Buffer, noise: Buffer, images: Int, rates: SharedArray<Double>, into latents: Buffer) {
        for image in 0..<images {
            rates[image] = KernelSet.current.reparameterize(
                raw: raw[row: image, of: 2 * latentCount], noise: noise[row: image, of: latentCount],
                into: latents[row: image, of: latentCount])
        }
    }

    /// The gradient of `raw` from that of the latents, and from the rates', each weighted by `rateWeight`.
    func backward(
        _ latentGradient: Buffer, raw: Buffer, noise: Buffer, images: Int, rateWeight: Float,
        into rawGradient: Buffer
    ) {
        for image in 0..<images {
            KernelSet.current.reparameterizeGradient(
                latentGradient: latentGradient[row: image, of: latentCount],
                raw: raw[row: image, of: 2 * latentCount], noise: noise[row: image, of: latentCount],
                rateWeight: rateWeight, into: rawGradient[row: image, of: 2 * latentCount])
        }
    }
}

extension Buffer {
    /// One row of a `[rows, count]` buffer.
    subscript(row row: Int, of count: Int) -> Buffer { self[row * count..<(row + 1) * count] }
}
