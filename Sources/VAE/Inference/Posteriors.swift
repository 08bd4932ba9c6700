/// The diagonal Gaussian posteriors of some images.
public struct Posteriors: Sendable, Hashable {
    /// `[images, latents]`.
    public let means: Latents
    /// `[images, latents]`, natural logarithms.
    public let logVariances: Latents
}
