import VAE

/// A report of a run after a step.
public struct StepReport: Sendable {
    public var stage: TrainingStage
    /// The number of steps of this stage so far.
    public var step: Int
    public var loss: Loss
    public var epoch: Epoch
    public var imagesPerSecond: Double
    /// The share of the stage that is done, 0...1.
    public var progress: Double
    /// The seconds that the rest of the stage will take.
    public var secondsLeft: Double
    /// The seconds that the rest of the run will take, with later stages and the work after them; nil if that isn't
    /// known yet.
    public var runSecondsLeft: Double?

    /// The loss that a stage minimizes.
    public enum Loss: Sendable, Hashable {
        /// The autoencoder's loss: the mean terms over this epoch's images so far, in nats per image.
        case terms(ImageTerms)
        /// The running mean of a later stage's loss. For the decoder it is the distortion in nats per image, for the
        /// prior the flow's mean squared error per dimension.
        case running(Double)

        /// The loss as one number; for terms, their negative ELBO.
        public var value: Double {
            switch self {
            case .terms(let terms): terms.negativeELBO
            case .running(let value): value
            }
        }
    }

    /// The position of a stage in its epoch.
    public struct Epoch: Sendable, Hashable {
        /// The number of the epoch, counted from 1.
        public var number: Int
        /// The number of this epoch's batches that are done.
        public var batch: Int
        /// The number of this epoch's batches.
        public var batchCount: Int
    }
}
