import Kernels

/// What becomes of a run whose weights have become useless: it goes back to the best ones and takes shorter steps.
extension Trainer {
    /// The times a run goes back before it gives up.
    static let mostRecoveries = 3

    /// What the returns have left of the learning rate.
    var learningRateShare: Double { (0..<state.progress.recoveries).reduce(1) { share, _ in share / 2 } }

    var recoveryEvent: TrainingEvent {
        .recovery(epoch: state.progress.bestEpoch, learningRateShare: learningRateShare)
    }

    /// Goes back to the best weights.
    ///
    /// - Throws: `TrainingError.diverged` where there are none, or it has gone back too often.
    mutating func recover(step: Int) throws {
        guard state.progress.bestEpoch > 0, state.progress.recoveries < Self.mostRecoveries else {
            throw try diverged(step: step)
        }
        state.progress.recoveries += 1
        state.progress.skippedInARow = 0
        // What a usual gradient is was learnt on the way to where there is none.
        state.progress.clipper = GradientClipper()
        for arena in [state.parameters, state.optimizer.averaged] { arena.buffer.copy(from: state.best.buffer) }
        for arena in [state.optimizer.firstMoment, state.optimizer.secondMoment] { arena.buffer.fill(0) }
    }
}
