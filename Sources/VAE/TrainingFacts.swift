/// What is known of a model's training, as the model file holds it. No times or dates: the same run gives the same
/// bytes.
public struct TrainingFacts: Sendable, Hashable, Codable {
    public var images: Int
    public var validationImages: Int
    /// How those were picked; nil in files from before there was a choice, when it was the `threshold`.
    public var heldOutRule: HeldOutRule?
    /// The epochs that were run, and the one whose weights these are.
    public var epochs: Int
    public var bestEpoch: Int
    public var steps: Int
    public var seed: UInt64
    public var batch: Int
    public var learningRate: Double
    public var beta: Double
    /// The mean over the validation images, in nats an image; nil when there was no such image.
    public var validationNegativeELBO: Double?
    public var programVersion: String
    /// How the decoder was trained beside a discriminator, where it was.
    public var adversarialWeight: Double?
    public var adversarialSteps: Int?
    /// The steps in which a learned prior was fitted.
    public var priorSteps: Int?
    /// How near held-out images come to those trained on; nil where none were held out.
    public var novelty: NoveltyCalibration?
    /// What the one who trained it has to say: the images' source and licence.
    public var notes: String?

    public init(
        images: Int, validationImages: Int, epochs: Int, bestEpoch: Int, steps: Int, seed: UInt64, batch: Int,
        learningRate: Double, beta: Double, validationNegativeELBO: Double?, programVersion: String
    ) {
        self.images = images
        self.validationImages = validationImages
        self.epochs = epochs
        self.bestEpoch = bestEpoch
        self.steps = steps
        self.seed = seed
        self.batch = batch
        self.learningRate = learningRate
        self.beta = beta
        self.validationNegativeELBO = validationNegativeELBO
        self.programVersion = programVersion
    }
}
