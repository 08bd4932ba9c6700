import VAE

/// A run after a step.
public struct StepReport: Sendable {
    public var epoch: Int
    public var step: Int
    /// Batches of this epoch that are done, and all of them.
    public var batch: Int
    public var batchesPerEpoch: Int
    /// The mean over this epoch's images so far, nats an image.
    public var mean: ImageTerms
    public var imagesPerSecond: Double
    /// The share of the stage that is done, 0...1, and the seconds that the rest of it will take.
    public var progress: Double
    public var secondsLeft: Double
    /// What the run takes from here, its later stages and what follows them included; nil where nobody knows yet.
    public var runSecondsLeft: Double?
}
