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
    /// The model that the run came to.
    public var model: Model
    /// The epoch whose weights it has.
    public var best: EpochRecord?
    public var seconds = 0.0
    public var steps = 0
    /// Steps of the autoencoder that were left out as their gradients were no numbers.
    public var skippedSteps = 0
    /// How often it went back to its best weights, to go on with half the learning rate.
    public var recoveries = 0
    /// Latent dimensions that are active over the held-out images, or over those trained on where none are held out; nil
    /// of a run that isn't complete.
    public var activeUnits: Int?
}
