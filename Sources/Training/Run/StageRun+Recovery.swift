/// What becomes of a stage whose weights have become useless: it goes back to the best ones and takes shorter steps.
extension StageRun {
    /// This many steps in a row without a usable gradient mean that the weights themselves are useless.
    static let maximumSkippedInARow = 10

    /// What the recoveries have left of the learning rate.
    var learningRateShare: Double { (0..<progress.recoveries).reduce(1) { share, _ in share / 2 } }

    var recoveryEvent: TrainingEvent {
        .recovery(epoch: progress.bestEpoch, learningRateShare: learningRateShare)
    }

    /// Goes back to the best weights.
    ///
    /// - Throws: `TrainingError.diverged` where there are none, or it has gone back too often.
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
