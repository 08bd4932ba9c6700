/// What a run tells its observer.
public enum TrainingEvent: Sendable {
    /// After every step.
    case step(StepReport)
    /// After every epoch and its validation.
    case epoch(EpochRecord, isBest: Bool)
}
