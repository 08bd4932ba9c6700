import VAE

/// How a model is trained, apart from the model's shape.
public struct TrainingSettings: Sendable, Hashable, Codable {
    /// The preset that the settings began with; nil if they began with none, or in files that don't record it.
    public var preset: Preset?
    public var length: TrainingLength = .epochs(50)
    /// Images per step.
    public var batch = 16
    /// Adam's maximum step size; it rises over the first steps and falls along a cosine to the end.
    public var learningRate = 3e-3
    /// The weight of the rate in the objective: 1 is the ELBO.
    public var beta = 1.0
    /// Draws of each image's latent whose importance-weighted bound is optimised; 1 is the ELBO.
    public var importanceSamples = 1
    /// The share of the run with one draw per image; the number of draws then rises to all of them at the end. One draw
    /// teaches nearly as much as many, in a fraction of the time, while there is much to learn. 0 has all from the start.
    public var importanceStart = 0.8
    /// Nats below which the rate of a group of latents costs nothing; a flat network's latents are one group.
    public var freeNats = 0.0
    /// The share of the run over which the rate's weight rises from 0.
    public var warmup = 0.1
    /// The share of the images that is held out to choose the best weights.
    public var validationShare = 0.1
    /// How the held-out images are picked; nil in files from before there was a choice, when it was the `threshold`.
    package var heldOutRule: HeldOutRule? = .count
    /// Epochs without a better validation after which training ends; nil never ends it.
    public var patience: Int?
    public var seed: UInt64 = 0
    /// What weights lose of themselves in a step, as a multiple of the learning rate. It keeps the weights of a deep network
    /// small, so that no odd image can cause a runaway.
    ///
    /// Source: Loshchilov & Hutter, 2019, arXiv:1711.05101.
    public var weightDecay = 0.0
    /// Gradients longer than this many times their running average are shortened to that length.
    public var clipping = 3.0
    /// The share of themselves that the averaged weights keep in a step.
    public var averaging = 0.999

    /// How the decoder is trained beside a discriminator; nil if it isn't.
    package var sharpening: SharpeningSettings?
    /// How a flow prior is fitted; nil if none is.
    package var flow: FlowSettings?

    /// What the model file says of the images or the run, such as the images' source and licence.
    public var notes: String?
    /// The maximum length of the notes, in bytes of UTF-8.
    private static let maximumNotes = 10_000

    public init() {}

    /// What training minimises once the rate's weight has risen, and by which the best weights are chosen: distortion +
    /// beta · rate, in nats. It is the negative ELBO only if beta is 1.
    func objective(_ terms: ImageTerms) -> Double { terms.distortion + beta * terms.rate }

    /// Checks every setting by itself.
    ///
    /// - Throws: `TrainingError`, which names the parameter.
    public func validate() throws(TrainingError) {
        switch length {
        case .epochs(let count): try Self.check(.epochs, Double(count), .within(1, 1_000_000_000))
        case .minutes(let count): try Self.check(.minutes, count, .moreThan(0))
        }
        try Self.check(.batch, Double(batch), .within(1, 65_536))
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

    /// Checks a share of the images that is to be held out.
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
