import GreyImages

/// How the decoder is trained beside a discriminator.
public struct SharpeningSettings: Sendable, Hashable, Codable {
    /// The length of the adversarial gradient at the decoder's last layer, in that of the reconstruction's.
    public var weight = 1.0
    /// The share of the run.
    public var share = 0.25
    public var batch = 32
    public var learningRate = 2e-4
    public var judgeLearningRate = 4e-4
    /// The share of themselves that the averaged weights keep in a step.
    public var averaging = 0.995

    public init() {}

    /// Whether images of a size leave something to the discriminator, which halves their sides three times.
    public static func fits(_ size: ImageSize) -> Bool { min(size.width, size.height) >= 8 }

    func validate() throws(TrainingError) {
        try TrainingSettings.check(.adversarialWeight, weight, .above(0, atMost: 100))
        try TrainingSettings.check(.adversarialBatch, Double(batch), .within(1, 65_536))
        try TrainingSettings.check(.adversarialShare, share, .from(0, below: 1))
    }
}
