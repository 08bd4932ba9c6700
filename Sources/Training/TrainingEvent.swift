import VAE

/// What a run tells its observer.
public enum TrainingEvent: Sendable {
    /// After every step.
    case step(StepReport)
    /// After every epoch and its validation.
    case epoch(EpochRecord, isBest: Bool)
}

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
    /// The share of the run that is done, 0...1, and the seconds that the rest will take.
    public var progress: Double
    public var secondsLeft: Double
}

/// How a run ended.
public struct TrainingOutcome: Sendable {
    public enum Ending: Sendable {
        case complete
        /// The validation ELBO had not become better for as many epochs as the patience allows.
        case outOfPatience
        /// It was asked to stop, and can be resumed.
        case interrupted
    }

    public var ending: Ending
    /// The model that was saved.
    public var model: Model
    /// The epoch whose weights it has.
    public var best: EpochRecord?
    public var seconds: Double
    public var steps: Int
}
