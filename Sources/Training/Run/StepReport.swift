import VAE

/// A run after a step.
public struct StepReport: Sendable {
    public var stage: TrainingStage
    /// Steps of this stage so far.
    public var step: Int
    public var loss: Loss
    public var epoch: Epoch
    public var imagesPerSecond: Double
    /// The share of the stage that is done, 0...1.
    public var progress: Double
    /// The seconds that the rest of the stage will take.
    public var secondsLeft: Double
    /// What the run takes from here, its later stages and what follows them included; nil if that isn't known yet.
    public var runSecondsLeft: Double?

    /// What a stage minimizes.
    public enum Loss: Sendable, Hashable {
        /// The mean over this epoch's images so far, nats per image: the autoencoder's.
        case terms(ImageTerms)
        /// The running mean: the distortion in nats per image for the decoder, the flow's mean squared error per dimension
        /// for the prior.
        case running(Double)

        /// One number: the negative ELBO of terms.
        public var value: Double {
            switch self {
            case .terms(let terms): terms.negativeELBO
            case .running(let value): value
            }
        }
    }

    /// Where in its epoch a stage is.
    public struct Epoch: Sendable, Hashable {
        /// Counted from 1.
        public var number: Int
        /// Batches of this epoch that are done.
        public var batch: Int
        /// All of its batches.
        public var batchCount: Int
    }
}
