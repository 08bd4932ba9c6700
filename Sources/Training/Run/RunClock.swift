import VAE

/// The time of a run with all its stages: what each stage may take, and what is left of the run.
///
/// The minutes of a run include reading the images, preparing the stages and the work after the last step.
struct RunClock {
    private let begin: ContinuousClock.Instant
    /// The seconds that the run has from `begin` on; nil if its length is in epochs.
    private let seconds: Double?
    /// The seconds that each stage would have if nothing else took time.
    private let stageSeconds: [TrainingStage: Double]
    /// The seconds that the work after the last step takes, as far as they are known.
    let completionSeconds: Double

    /// The minimum share of their planned time that the remaining stages have, however long everything else takes.
    private static let minimumShare = 0.5

    /// - Parameters:
    ///   - settings: The settings of the run.
    ///   - stages: The stages that remain.
    ///   - used: The seconds that an earlier part of the run spent on the first of these stages.
    ///   - begin: The time when the work began, with the reading of the images.
    ///   - completionSeconds: The seconds that the work after the last step takes.
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

    /// The seconds that a stage may take from now on; nil if its length is in epochs.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - rest: The stage and those after it.
    func seconds(for stage: TrainingStage, of rest: [TrainingStage]) -> Double? {
        guard let seconds else { return nil }
        let planned = rest.reduce(0) { $0 + stageSeconds[$1, default: 0] }
        let completion = rest.count > 1 ? 0 : completionSeconds
        let left = max(seconds - elapsed - completion, Self.minimumShare * planned)
        return left * stageSeconds[stage, default: 0] / max(planned, .leastNormalMagnitude)
    }

    /// The seconds that are left of the run; nil if later stages follow whose length is in epochs, because their
    /// duration isn't known yet.
    ///
    /// - Parameters:
    ///   - stageSeconds: The seconds that are left of the stage.
    ///   - isLast: Whether the stage is the last one.
    func secondsLeft(stageSeconds: Double, isLast: Bool) -> Double? {
        if let seconds { return max(0, seconds - elapsed) }
        return isLast ? stageSeconds + completionSeconds : nil
    }
}
