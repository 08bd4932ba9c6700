import Kernels

/// The distribution of latents that sampling starts from.
public protocol Prior: Sendable {
    /// Fills `latent` with a draw; a temperature below 1 stays nearer the prior's centre.
    func draw(from stream: RandomStream, temperature: Double, into latent: Buffer)
}
