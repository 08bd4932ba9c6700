import VAE

/// The time of a run through all its stages: what each of them may take, and what is left of the run.
///
/// The minutes of a run are all in: reading the images, preparing the stages and what follows the last step come out of them.
struct RunClock {
    private let begin: ContinuousClock.Instant
    /// What the run has from `begin` on; nil where it is as long as its epochs take.
    private let seconds: Double?
    /// What each stage would have of that if nothing else took time.
    private let stageSeconds: [TrainingStage: Double]
    /// What follows the last step, as far as it is known.
    let completionSeconds: Double

    /// However long all else takes, the stages that are left have this share of what was planned for them.
    private static let minimumShare = 0.5

    /// - Parameters:
    ///   - stages: those that are still to be done.
    ///   - used: seconds that an earlier part of the run spent on the first of them.
    ///   - begin: when the work began, reading the images included.
    init(
        _ settings: TrainingSettings, stages: [TrainingStage], used: Double, begin: ContinuousClock.Instant,
        completionSeconds: Double
    ) {
        self.begin = begin
        self.completionSeconds = completionSeconds
        guard case .minutes(let minutes) = settings.length else {
            (seconds, stageSeconds) = (nil, [:])
            return
        }
        var planned: [TrainingStage: Double] = [:]
        for stage in stages {
            planned[stage] = max(0, minutes * 60 * settings.share(of: stage) - (stage == stages.first ? used : 0))
        }
        stageSeconds = planned
        seconds = planned.values.reduce(0, +)
    }

    private var elapsed: Double { (ContinuousClock.now - begin).seconds }

    /// How long a stage may last from now on; nil where it has its epochs.
    ///
    /// - Parameter rest: that stage and those behind it.
    func seconds(for stage: TrainingStage, of rest: [TrainingStage]) -> Double? {
        guard let seconds else { return nil }
        let planned = rest.reduce(0) { $0 + stageSeconds[$1, default: 0] }
        let completion = rest.count > 1 ? 0 : completionSeconds
        let left = max(seconds - elapsed - completion, Self.minimumShare * planned)
        return left * stageSeconds[stage, default: 0] / max(planned, .leastNormalMagnitude)
    }

    /// What is left of the run.
    ///
    /// - Parameter stageSeconds: what is left of the stage.
    /// - Returns: Seconds; nil where later stages follow that have their epochs, whose duration isn't known yet.
    func secondsLeft(stageSeconds: Double, isLast: Bool) -> Double? {
        if let seconds { return max(0, seconds - elapsed) }
        return isLast ? stageSeconds + completionSeconds : nil
    }
}
