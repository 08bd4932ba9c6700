/// The facts of a model's training that the model file holds. There are no times or dates, so the same run gives the same bytes.
public struct TrainingFacts: Sendable, Hashable, Codable {
    public var images = 0
    public var validationImages = 0
    /// The rule that chose the validation images; nil in older files, which used `threshold`.
    package var heldOutRule: HeldOutRule?
    /// The epochs that were run, and the one whose weights these are.
    public var epochs = 0
    public var bestEpoch = 0
    public var steps = 0
    public var seed: UInt64 = 0
    public var batch = 0
    public var learningRate = 0.0
    public var beta = 1.0
    /// The mean over the validation images, in nats per image; nil where there were none.
    public var validationNegativeELBO: Double?
    public var programVersion = GrisailleVersion.current
    /// The training of the decoder against a discriminator, where there was one.
    public var adversarialWeight: Double?
    public var adversarialSteps: Int?
    /// The number of steps in which a learned prior was fitted.
    public var priorSteps: Int?
    /// The distances between held-out and training images; nil where no images were held out.
    package var novelty: NoveltyCalibration?
    /// Notes, such as the source and licence of the images.
    public var notes: String?

    /// The facts of a model that wasn't trained.
    public init() {}
}
