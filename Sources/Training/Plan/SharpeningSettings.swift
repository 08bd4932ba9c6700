import GreyImages

/// How the decoder is trained beside a discriminator.
package struct SharpeningSettings: Sendable, Hashable, Codable {
    /// The length of the adversarial gradient at the decoder's last layer, in that of the reconstruction's.
    package var weight = 1.0
    /// The share of the run.
    package var share = 0.25
    package var batch = 32
    package var learningRate = 2e-4
    package var discriminatorLearningRate = 4e-4
    /// The share of themselves that the averaged weights keep in a step.
    package var averaging = 0.995

    package init() {}

    /// The names in state files, of which one is older than the property's.
    private enum CodingKeys: String, CodingKey {
        case weight, share, batch, learningRate
        case discriminatorLearningRate = "judgeLearningRate"
        case averaging
    }

    /// Whether images of a size leave something to the discriminator, which halves their sides three times.
    package static func fits(_ size: ImageSize) -> Bool { min(size.width, size.height) >= 8 }

    func validate() throws(TrainingError) {
        try TrainingSettings.check(.adversarialWeight, weight, .above(0, atMost: 100))
        try TrainingSettings.check(.adversarialBatch, Double(batch), .within(1, 65_536))
        try TrainingSettings.check(.adversarialShare, share, .from(0, below: 1))
    }
}
