import VAE

/// How to train, apart from what the model is.
public struct TrainingSettings: Sendable, Hashable, Codable {
    public var length: TrainingLength = .epochs(50)
    /// Images a step.
    public var batch = 16
    /// Adam's step size at its height; it rises over the first steps and falls along a cosine to the end.
    public var learningRate = 3e-3
    /// The weight of the rate in the objective: 1 is the ELBO.
    public var beta = 1.0
    /// Draws of each image's latent whose importance-weighted bound is optimised; 1 is the ELBO.
    public var importanceSamples = 1
    /// The share of the run in which an image has one draw; then it has more and more, and all of them at the end. One draw
    /// teaches nearly as much as many, in a fraction of the time, while there is much to learn. 0 has all from the start.
    public var importanceStart = 0.8
    /// Nats below which the rate of a group of latents costs nothing; a flat network's are one group.
    public var freeNats = 0.0
    /// The share of the run over which the rate's weight rises from 0.
    public var warmup = 0.1
    /// The share of the images that is held out to choose the best model.
    public var validationShare = 0.1
    /// How they are picked; nil in what was written before there was a choice, when it was the `threshold`.
    public var heldOutRule: HeldOutRule? = .count
    /// Epochs without a better validation after which training ends; nil never ends it.
    public var patience: Int?
    public var seed: UInt64 = 0
    /// What weights lose of themselves in a step, as a multiple of the learning rate: keeps those of a deep network
    /// small, so that one odd image can't run away through it.
    public var weightDecay = 0.0
    /// Gradients longer than this many times their running average are shortened to it.
    public var clipping = 3.0
    /// The share of themselves that the averaged weights keep in a step.
    public var averaging = 0.999

    /// How the decoder is trained beside a discriminator; nil where it isn't.
    public var sharpening: SharpeningSettings?
    /// How a flow prior is fitted; nil where the prior stays the standard normal.
    public var flow: FlowSettings?

    /// What the model file shall say of the images or the run: their source and licence, say.
    public var notes: String?
    /// Bytes of notes.
    private static let mostNotes = 10_000

    public init() {}

    /// What training strives for once the rate's weight has risen, and the best weights are chosen by: not the ELBO,
    /// where beta isn't 1. In nats.
    func objective(_ terms: ImageTerms) -> Double { terms.distortion + beta * terms.rate }

    /// Checks what a user asks for.
    ///
    /// - Throws: `TrainingError.setting`.
    public func validate() throws(TrainingError) {
        func require(_ condition: Bool, _ message: String) throws(TrainingError) {
            if !condition { throw .setting(message) }
        }
        switch length {
        case .epochs(let count):
            try require((1...1_000_000_000).contains(count), "--epochs must be within 1...1000000000")
        case .minutes(let count): try require(count > 0 && count.isFinite, "--minutes must be more than 0")
        }
        try require((1...65_536).contains(batch), "--batch must be within 1...65536")
        try require(learningRate > 0 && learningRate <= 1, "--learning-rate must be above 0 and at most 1")
        try require(weightDecay >= 0 && weightDecay <= 1, "--weight-decay must be within 0...1")
        try require(beta >= 0 && beta.isFinite, "--beta must be at least 0")
        try require((1...10_000).contains(importanceSamples), "--importance-samples must be within 1...10000")
        try require(
            importanceStart >= 0 && importanceStart < 1,
            "--importance-start is a share of the run, at least 0 and below 1")
        try require(freeNats >= 0 && freeNats.isFinite, "--free-nats must be at least 0")
        try require((0...1).contains(warmup), "--warmup is a share of the run, within 0...1")
        try Self.checkValidationShare(validationShare)
        try require(patience ?? 1 >= 1, "--patience must be at least 1")
        try require(
            patience == nil || validationShare > 0, "--patience needs images held out: leave it or --validation 0 out")
        try require(
            (notes ?? "").utf8.count <= Self.mostNotes, "--notes must be at most \(Self.mostNotes) bytes long")
        try require(clipping > 0 && clipping.isFinite, "the clipping must be more than 0")
        try require(averaging >= 0 && averaging < 1, "the averaging is a share of the weights, within 0..<1")
    }

    /// - Throws: `TrainingError.setting` where it isn't a share of the images that can be held out.
    public static func checkValidationShare(_ share: Double) throws(TrainingError) {
        guard (0...0.9).contains(share) else {
            throw .setting("--validation is a share of the images, within 0...0.9")
        }
    }
}
