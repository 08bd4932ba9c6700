import GreyImages

/// The settings for training the decoder against a discriminator.
package struct SharpeningSettings: Sendable, Hashable, Codable {
    /// The length of the adversarial gradient at the decoder's last layer, as a multiple of the reconstruction
    /// gradient's.
    package var weight = 1.0
    /// The share of the run, 0..<1.
    package var share = 0.25
    /// The number of images per step.
    package var batch = 32
    package var learningRate = 2e-4
    package var discriminatorLearningRate = 4e-4
    /// The decay per step of the running average of the weights.
    package var averaging = 0.995

    package init() {}

    /// The names in state files, one of which is older than its property's.
    private enum CodingKeys: String, CodingKey {
        case weight, share, batch, learningRate
        case discriminatorLearningRate = "judgeLearningRate"
        case averaging
    }

    /// Whether images of a size are large enough for the discriminator, which halves their sides twice.
    package static func fits(_ size: ImageSize) -> Bool { min(size.width, size.height) >= 8 }

    func validate() throws(TrainingError) {
        try TrainingSettings.check(.adversarialWeight, weight, .above(0, atMost: 100))
        try TrainingSettings.check(.adversarialBatch, Double(batch), .within(1, 65_536))
        try TrainingSettings.check(.adversarialShare, share, .from(0, below: 1))
    }
}
