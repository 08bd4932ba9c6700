/// The facts of a model's training that the model file holds. There are no times or dates, so the same run gives the same bytes.
public struct TrainingFacts: Sendable, Hashable, Codable {
    public var images: Int
    public var validationImages: Int
    /// The rule that chose the validation images; nil in older files, which used `threshold`.
    package var heldOutRule: HeldOutRule?
    /// The epochs that were run, and the one whose weights these are.
    public var epochs: Int
    public var bestEpoch: Int
    public var steps: Int
    public var seed: UInt64
    public var batch: Int
    public var learningRate: Double
    public var beta: Double
    /// The mean over the validation images, in nats per image; nil where there were none.
    public var validationNegativeELBO: Double?
    public var programVersion: String
    /// The training of the decoder against a discriminator, where there was one.
    public var adversarialWeight: Double?
    public var adversarialSteps: Int?
    /// The number of steps in which a learned prior was fitted.
    public var priorSteps: Int?
    /// The distances between held-out and training images; nil where no images were held out.
    package var novelty: NoveltyCalibration?
    /// Notes, such as the source and licence of the images.
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
