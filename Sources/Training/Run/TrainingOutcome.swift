import VAE

/// The outcome of a run.
public struct TrainingOutcome: Sendable {
    /// The reason why a run ended.
    public enum Ending: Sendable {
        case complete
        /// The validation didn't improve for as many epochs as the patience allows.
        case outOfPatience
        /// The run was asked to stop, and can be resumed.
        case interrupted
    }

    public var ending: Ending
    /// The model that the run made.
    public var model: Model
    /// The epoch whose weights the autoencoder has.
    public var best: EpochRecord?
    public var seconds = 0.0
    public var steps = 0
    /// The number of the autoencoder's steps that were skipped because their gradients were not finite or were
    /// outliers.
    public var skippedSteps = 0
    /// The number of times that the run returned to its best weights. Each time halved the learning rate.
    public var recoveries = 0
    /// The number of latent dimensions that are active over the held-out images, or over the training images if none
    /// are held out; nil for a run that isn't complete.
    public var activeUnits: Int?
    /// The share of the latents' variance over these images that is the posteriors' own noise, 0...1, which a prior can't
    /// predict; nil for a single image, and for a run that isn't complete.
    public var posteriorNoiseShare: Double?
    /// How many samples of a flow prior are near copies; nil for a run without one, or that isn't complete.
    package var nearCopies: NearCopies?
    /// The figures of the run.
    package var curves = TrainingCurves()
}
