/// What a run tells its observer.
public enum TrainingEvent: Sendable {
    /// Before every stage.
    case stage(TrainingStage)
    /// After every step of a stage that follows the autoencoder's.
    case refinement(RefinementReport)
    /// After every step of the autoencoder's.
    case step(StepReport)
    /// The weights had become useless, and the autoencoder's training goes on from those of an epoch, with that share of the
    /// learning rate.
    case recovery(epoch: Int, learningRateShare: Double)
    /// After every epoch of the autoencoder's, and its validation.
    case epoch(EpochRecord, isBest: Bool)
}
