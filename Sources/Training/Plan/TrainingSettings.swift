import GreyImages
import VAE

/// The settings for training a model, apart from the model's structure.
public struct TrainingSettings: Sendable, Hashable, Codable {
    /// The preset that the settings are based on; nil if there is none, or in files that don't record it.
    public var preset: Preset?
    public var length: TrainingLength = .epochs(50)
    /// The number of images per step.
    public var batch = 16
    /// The maximum side of the crops that the autoencoder and the discriminator are trained on, in pixels; nil for whole
    /// images. Validation and all reported figures are those of whole images.
    public var crop: Int?
    /// The kinds of change with which copies of the training images are made for all stages; nil for none. The flow prior
    /// is told of the changes, and its samples have none.
    ///
    /// Source: Karras et al., 2022, arXiv:2206.00364, appendix F.2.
    public var augmentation: [AugmentationKind]?
    /// Adam's maximum learning rate. It rises over the first steps, then falls along a cosine to the end.
    public var learningRate = 3e-3
    /// The weight of the rate in the objective; 1 gives the ELBO.
    public var beta = 1.0
    /// The number of draws per image in the importance-weighted bound that training maximizes; 1 gives the ELBO.
    public var importanceSamples = 1
    /// The share of the run with one draw per image, 0..<1. From there the number of draws rises to `importanceSamples`
    /// at the end. While there is much to learn, one draw teaches nearly as much as many, in a fraction of the time. 0
    /// takes all draws from the start.
    public var importanceStart = 0.8
    /// The number of nats below which the rate of a group of latents costs nothing. A flat network's latents are one
    /// group.
    public var freeNats = 0.0
    /// The share of the run over which the rate's weight rises from 0 to `beta`, 0...1.
    public var warmup = 0.1
    /// The share of the images held out to choose the best weights, 0...0.9.
    public var validationShare = 0.1
    /// The rule that picks the held-out images; nil in older files, which used `threshold`.
    package var heldOutRule: HeldOutRule? = .count
    /// The number of epochs without a better validation after which training ends; nil for no limit.
    public var patience: Int?
    public var seed: UInt64 = 0
    /// The share of the weights that a step removes, as a multiple of the learning rate, 0...1. It keeps the weights of
    /// a deep network small, so that no unusual image makes training diverge.
    ///
    /// Source: Loshchilov & Hutter, 2019, arXiv:1711.05101.
    public var weightDecay = 0.0
    /// The maximum length of a gradient, as a multiple of the running average. Longer gradients are shortened to it.
    public var clipping = 3.0
    /// The decay per step of the running average of the weights.
    public var averaging = 0.999

    /// The settings for training the decoder against a discriminator; nil to leave that stage out.
    package var sharpening: SharpeningSettings?
    /// The settings for fitting a flow prior; nil to fit none.
    package var flow: FlowSettings?

    /// A note for the model file, such as the images' source and licence.
    public var notes: String?
    /// The maximum length of the notes, in bytes of UTF-8.
    private static let maximumNotes = 10_000

    public init() {}

    /// The objective of an image with the rate's final weight: distortion + beta · rate, in nats. Validation chooses
    /// the best weights by it. It is the negative ELBO only if beta is 1.
    func objective(_ terms: ImageTerms) -> Double { terms.distortion + beta * terms.rate }

    /// Checks each setting by itself.
    ///
    /// - Throws: `TrainingError`, which names the parameter.
    public func validate() throws(TrainingError) {
        switch length {
        case .epochs(let count): try Self.check(.epochs, Double(count), .within(1, 1_000_000_000))
        case .minutes(let count): try Self.check(.minutes, count, .moreThan(0))
        }
        try Self.check(.batch, Double(batch), .within(1, 65_536))
        if let crop { try Self.check(.crop, Double(crop), .within(16, 8192)) }
        try Self.check(.learningRate, learningRate, .above(0, atMost: 1))
        try Self.check(.weightDecay, weightDecay, .within(0, 1))
        try Self.check(.beta, beta, .atLeast(0))
        try Self.check(.importanceSamples, Double(importanceSamples), .within(1, 10_000))
        try Self.check(.importanceStart, importanceStart, .from(0, below: 1))
        try Self.check(.freeNats, freeNats, .atLeast(0))
        try Self.check(.warmup, warmup, .within(0, 1))
        try Self.checkValidationShare(validationShare)
        try Self.check(.patience, Double(patience ?? 1), .atLeast(1))
        if patience != nil, validationShare == 0 { throw .patienceWithoutValidation }
        try Self.check(.notes, Double((notes ?? "").utf8.count), .bytes(Self.maximumNotes))
        try Self.check(.clipping, clipping, .moreThan(0))
        try Self.check(.averaging, averaging, .from(0, below: 1))
    }

    /// Checks the share of the images to hold out.
    ///
    /// - Throws: `TrainingError.outOfBounds`.
    package static func checkValidationShare(_ share: Double) throws(TrainingError) {
        try check(.validationShare, share, .within(0, 0.9))
    }

    static func check(
        _ parameter: TrainingParameter, _ value: Double, _ bounds: ParameterBounds
    ) throws(TrainingError) {
        guard bounds.contains(value) else { throw .outOfBounds(parameter, bounds) }
    }
}
