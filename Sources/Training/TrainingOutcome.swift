import VAE

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
