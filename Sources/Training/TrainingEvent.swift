/// What a run tells its observer.
public enum TrainingEvent: Sendable {
    /// Before every stage.
    case stage(TrainingStage)
    /// After every step of a stage that follows the autoencoder's.
    case refinement(RefinementReport)
    /// After every step of the autoencoder's.
    case step(StepReport)
    /// After every epoch of the autoencoder's, and its validation.
    case epoch(EpochRecord, isBest: Bool)
}
