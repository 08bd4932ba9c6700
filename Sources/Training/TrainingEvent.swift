/// What a run tells its observer.
public enum TrainingEvent: Sendable {
    /// Before every stage.
    case stage(TrainingStage)
    /// Before work that takes no steps.
    case work(RunWork)
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

extension TrainingEvent {
    /// With what is left of the run, where it is a step's.
    func stamped(by clock: RunClock, isLast: Bool) -> TrainingEvent {
        switch self {
        case .step(var report):
            report.runSecondsLeft = clock.secondsLeft(stageSeconds: report.secondsLeft, isLast: isLast)
            return .step(report)
        case .refinement(var report):
            report.runSecondsLeft = clock.secondsLeft(stageSeconds: report.secondsLeft, isLast: isLast)
            return .refinement(report)
        default: return self
        }
    }
}
