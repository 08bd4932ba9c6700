/// How far a stage has come, its session aside.
struct TrainingProgress: Sendable, Codable {
    /// The epoch under way or just ended, counted from 1; 0 before the first.
    var epoch = 0
    /// Batches of this epoch that are done.
    var batch = 0
    /// Sums over this epoch's images so far.
    var sums = TermSums()
    /// Seconds of the stage so far, over all parts of the run.
    var seconds = 0.0
    /// How often the run went back to its best weights, each time to go on with half the learning rate.
    var recoveries = 0
    /// The least distortion + beta · rate of the held-out images so far, in nats per image, with the beta of the end of
    /// the run; the negative ELBO at that time, and the epoch, 0 when there was none yet.
    var bestObjective: Double?
    var bestNegativeELBO: Double?
    var bestEpoch = 0
    var history = TrainingHistory()

    /// The times that a run goes back before it gives up.
    static let maximumRecoveries = 3

    /// Whether there are weights that are known to be the best so far: an epoch's, or those of the model that training
    /// started from.
    var hasBest: Bool { bestEpoch > 0 || bestObjective != nil }

    /// Whether a run can have come here: a file may claim anything.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        guard counts.contains(epoch), counts.contains(batch), counts.contains(sums.images),
            (0...Self.maximumRecoveries).contains(recoveries), (0...epoch).contains(bestEpoch),
            history.records.allSatisfy({ (1...max(1, epoch)).contains($0.epoch) && counts.contains($0.steps) })
        else { return false }
        return seconds.isFinite && seconds >= 0 && epoch + 1 >= history.records.count
    }
}
