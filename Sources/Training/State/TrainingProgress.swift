/// How far a run has come: with the arrays, all that is needed to go on as if it had never stopped.
public struct TrainingProgress: Sendable, Codable {
    /// The epoch under way or just ended, from 1; 0 before the first.
    var epoch = 0
    /// Batches of this epoch that are done.
    var batch = 0
    /// Sums over this epoch's images so far.
    var sums = TermSums()
    /// Seconds of training so far, over all parts of the run.
    var seconds = 0.0
    var clipper = GradientClipper()
    /// Steps that were left out as their gradients were no numbers, in all and since the last one that was taken.
    var skippedSteps = 0
    var skippedInARow = 0
    /// How often the run went back to its best weights, each time to go on with half the learning rate.
    var recoveries = 0
    /// The least distortion + beta · rate of the held-out images so far, in nats an image, with the beta of the end of
    /// the run; the negative ELBO at that time, and the epoch; 0 when there was none yet.
    var bestObjective: Double?
    var bestNegativeELBO: Double?
    var bestEpoch = 0
    var history = TrainingHistory()

    /// Whether a run can have come here: a file may claim anything.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        guard counts.contains(epoch), counts.contains(batch), counts.contains(sums.images),
            counts.contains(skippedSteps), (0...skippedSteps).contains(skippedInARow),
            (0...Trainer.mostRecoveries).contains(recoveries),
            (0...epoch).contains(bestEpoch),
            history.records.allSatisfy({ (1...max(1, epoch)).contains($0.epoch) && counts.contains($0.steps) })
        else { return false }
        return seconds.isFinite && seconds >= 0 && clipper.isPossible && epoch + 1 >= history.records.count
    }
}
