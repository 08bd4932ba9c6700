import VAE

/// What a run tells its observer.
///
/// A run writes nothing itself. An observer that keeps `checkpoint` and `model` loses nothing when the process ends:
/// ``TrainingFiles`` does so beside a model file.
public enum TrainingEvent: Sendable {
    /// Before every stage.
    case stage(TrainingStage)
    /// Before work that takes no steps.
    case work(RunWork)
    /// After every step.
    case step(StepReport)
    /// The weights had become useless, and the autoencoder's training goes on from those of an epoch, with that share of the
    /// learning rate. Epoch 0 is the model that the run started from.
    case recovery(epoch: Int, learningRateShare: Double)
    /// After every epoch of the autoencoder's, and its validation.
    case epoch(EpochRecord, isBest: Bool)
    /// A state that the run can go on from. Its arrays are valid until the observer returns.
    case checkpoint(TrainingCheckpoint)
    /// A model that can be used: the best so far, or a stage's result.
    case model(Model)
    /// The autoencoder's stage is over.
    case history(TrainingHistory)
    /// The run has come to its end, and earlier checkpoints are of no use any more.
    case ended
}

extension TrainingEvent {
    /// With what is left of the run, where it is a step's.
    func stamped(by clock: RunClock, isLast: Bool) -> TrainingEvent {
        guard case .step(var report) = self else { return self }
        report.runSecondsLeft = clock.secondsLeft(stageSeconds: report.secondsLeft, isLast: isLast)
        return .step(report)
    }
}
