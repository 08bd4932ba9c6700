import VAE

/// An event of a run, which its observer receives.
///
/// A run writes no files itself. An observer that saves every `checkpoint` and `model` loses nothing when the process
/// ends. ``TrainingFiles`` saves them beside a model file.
public enum TrainingEvent: Sendable {
    /// A stage begins.
    case stage(TrainingStage)
    /// Work that takes no steps begins.
    case work(RunWork)
    /// A step was taken.
    case step(StepReport)
    /// The weights became useless, and the autoencoder's training continues from those of an earlier epoch, with a
    /// share of the learning rate. Epoch 0 is the model that the run started from.
    case recovery(epoch: Int, learningRateShare: Double)
    /// An epoch of the autoencoder's stage ended and was validated.
    case epoch(EpochRecord, isBest: Bool)
    /// The figures of the run so far. They come after an epoch of the autoencoder's stage, after a step of a later stage,
    /// and at the end of every stage.
    case curves(TrainingCurves)
    /// The model as it is at a share of a stage: at a quarter, half and three quarters of the last stage, and at the end of
    /// every stage. Its arrays are valid until the observer returns.
    case preview(Model, TrainingStage, share: Double)
    /// A state from which the run can continue. Its arrays are valid until the observer returns.
    case checkpoint(TrainingCheckpoint)
    /// Held-out images fit worse than before. The stage went back to its best weights and ends soon.
    case earlyEnd(EarlyEnd, TrainingStage)
    /// A usable model: the best so far, or a stage's result.
    case model(Model)
    /// The autoencoder's stage ended.
    case history(TrainingHistory)
    /// The run ended. Earlier checkpoints are of no more use.
    case ended
}

extension TrainingEvent {
    /// Returns the event; a step's report receives the time that is left of the run.
    func addingTimeLeft(of clock: RunClock, isLast: Bool) -> TrainingEvent {
        guard case .step(var report) = self else { return self }
        report.runSecondsLeft = clock.secondsLeft(stageSeconds: report.secondsLeft, isLast: isLast)
        return .step(report)
    }
}
