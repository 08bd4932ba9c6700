/// The progress of a stage, apart from its session's state.
struct TrainingProgress: Sendable, Codable {
    /// The number of the current or last epoch, counted from 1; 0 before the first.
    var epoch = 0
    /// The number of this epoch's batches that are done.
    var batch = 0
    /// The sums over this epoch's images so far.
    var sums = TermSums()
    /// The seconds of the stage so far, over all parts of the run.
    var seconds = 0.0
    /// The number of times that the run returned to its best weights. Each time halved the learning rate.
    var recoveries = 0
    /// The least objective of the held-out images so far, in nats per image: distortion + beta · rate with the beta of
    /// the end of the run, or the importance-weighted bound if training uses several draws.
    var bestObjective: Double?
    /// The negative ELBO of the best weights, in nats per image.
    var bestNegativeELBO: Double?
    /// The epoch of the best weights; 0 before there are any.
    var bestEpoch = 0
    var history = TrainingHistory()
    /// The figures of the run in a stage after the first; nil in the first stage, and in older files.
    var curves: TrainingCurves?

    /// The maximum number of recoveries, after which a run gives up.
    static let maximumRecoveries = 3

    /// Whether there are best weights: those of an epoch, or those of the model that training started from.
    var hasBest: Bool { bestEpoch > 0 || bestObjective != nil }

    /// Whether a run can reach these values. A damaged file may hold others.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        guard counts.contains(epoch), counts.contains(batch), counts.contains(sums.images), curves?.isPossible ?? true,
            (0...Self.maximumRecoveries).contains(recoveries), (0...epoch).contains(bestEpoch),
            history.records.allSatisfy({ (1...max(1, epoch)).contains($0.epoch) && counts.contains($0.steps) })
        else { return false }
        return seconds.isFinite && seconds >= 0 && epoch + 1 >= history.records.count
    }
}
