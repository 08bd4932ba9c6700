/// The recovery of a stage whose weights have become useless: it returns to the best weights and takes shorter steps.
extension StageRun {
    /// The number of skipped steps in a row after which the weights themselves count as useless.
    static let maximumSkippedInARow = 10

    /// The factor of the learning rate: every recovery halves it.
    var learningRateShare: Double { (0..<progress.recoveries).reduce(1) { share, _ in share / 2 } }

    var recoveryEvent: TrainingEvent {
        .recovery(epoch: progress.bestEpoch, learningRateShare: learningRateShare)
    }

    /// Returns to the best weights.
    ///
    /// - Throws: `TrainingError.diverged` if there are none, or after too many recoveries;
    ///   `TrainingError.refinementDiverged` for a stage without validation.
    mutating func recover(step: Int) throws(TrainingError) {
        guard let validation else { throw TrainingError.refinementDiverged(stage: stage, step: step) }
        guard progress.hasBest, progress.recoveries < TrainingProgress.maximumRecoveries else {
            throw TrainingError.diverged(
                step: step, epoch: progress.epoch, bestEpoch: progress.hasBest ? progress.bestEpoch : nil)
        }
        progress.recoveries += 1
        session.restart(at: validation.best)
    }
}
