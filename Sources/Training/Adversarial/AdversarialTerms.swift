/// The parts of both objectives, summed over images or their mean.
struct AdversarialTerms: Sendable, BitwiseCopyable {
    /// -log p(image | latent), in nats.
    var distortion = 0.0
    /// The discriminator's score of the decoder's images.
    var score = 0.0
    /// The mean absolute distance of their features from the real images', summed over the parts.
    var featureDistance = 0.0
    /// The discriminator's loss.
    var hinge = 0.0

    mutating func add(_ other: AdversarialTerms) {
        distortion += other.distortion
        score += other.score
        featureDistance += other.featureDistance
        hinge += other.hinge
    }

    func divided(by count: Double) -> AdversarialTerms {
        AdversarialTerms(
            distortion: distortion / count, score: score / count, featureDistance: featureDistance / count,
            hinge: hinge / count)
    }
}

/// What a batch gave.
struct AdversarialReport: Sendable {
    /// An image's mean.
    var terms: AdversarialTerms
    /// Lengths of the decoder's and of the discriminator's gradients.
    var norm: Double
    var discriminatorNorm: Double
    /// Lengths of the two parts' gradients at the decoder's last layer.
    var reconstructionNorm: Double
    var adversarialNorm: Double
}
