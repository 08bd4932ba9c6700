/// The two terms of one image's negative ELBO, in nats.
public struct ImageTerms: Sendable, Hashable, BitwiseCopyable {
    /// -log p(image | latent), summed over the pixels.
    public var distortion: Double
    /// KL(posterior ‖ prior).
    public var rate: Double

    public init(distortion: Double, rate: Double) {
        self.distortion = distortion
        self.rate = rate
    }

    /// The negative evidence lower bound, with a weight of 1 for the rate whatever its weight in training.
    public var negativeELBO: Double { distortion + rate }
}
