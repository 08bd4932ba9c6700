/// The terms of the decoder's and the discriminator's objectives, as sums or means over images.
struct AdversarialTerms: Sendable, BitwiseCopyable {
    /// -log p(image | latent), in nats.
    var distortion = 0.0
    /// The discriminator's score of the decoder's images, the mean over the patches.
    var score = 0.0
    /// The mean absolute difference between the features of the decoder's images and those of the real ones, summed
    /// over the parts.
    var featureDistance = 0.0
    /// The distance between the spectra of the decoder's images and those of the real ones.
    var spectrumDistance = 0.0
    /// The discriminator's hinge loss.
    var hinge = 0.0

    mutating func add(_ other: AdversarialTerms) {
        distortion += other.distortion
        score += other.score
        featureDistance += other.featureDistance
        spectrumDistance += other.spectrumDistance
        hinge += other.hinge
    }

    func divided(by count: Double) -> AdversarialTerms {
        AdversarialTerms(
            distortion: distortion / count, score: score / count, featureDistance: featureDistance / count,
            spectrumDistance: spectrumDistance / count, hinge: hinge / count)
    }
}

/// The results of computing a batch's gradients.
struct AdversarialReport: Sendable {
    /// The mean terms per image.
    var terms: AdversarialTerms
    /// The Euclidean norms of the decoder's and the discriminator's gradients.
    var norm: Double
    var discriminatorNorm: Double
    /// The Euclidean norms of the two parts' gradients at the decoder's last layer.
    var reconstructionNorm: Double
    var adversarialNorm: Double
}
