import Grisaille

/// The note, soon after the start of a run by minutes, of how many passes over the images its stages will take.
struct ForecastNote {
    private let settings: TrainingSettings
    private let images: Int
    private let startsFromModel: Bool
    private let priorSpeed: Double?
    private var begin: ContinuousClock.Instant?
    private var autoencoderSpeed: Double?
    private var isDone = false

    /// The share of a run after which the autoencoder's speed is known well enough, and the maximum number of seconds.
    private static let share = 0.05
    private static let longest = 5.0
    /// The share of a run that measuring the prior's speed may take, its first step aside.
    private static let measuringShare = 0.005

    /// Measures the speed of the run's prior.
    ///
    /// - Returns: nil for a run that is resumed or whose length is in epochs.
    init?(_ run: TrainingRun) {
        guard !run.isResumed, case .minutes(let minutes) = run.settings.length else { return nil }
        settings = run.settings
        images = run.imageCounts.training
        startsFromModel = run.startsFromModel
        // Where this fails, the prior's stage fails later, and says why.
        priorSpeed = try? run.measurePriorSpeed(within: Self.measuringShare * 60 * minutes)
        seconds = min(Self.longest, Self.share * 60 * minutes)
    }

    /// The seconds of steps after which the note is due.
    private let seconds: Double

    /// The note, once it is due: after some seconds of steps, or at the end of a short stage.
    mutating func note(for event: TrainingEvent) -> String? {
        guard !isDone else { return nil }
        switch event {
        case .step(let report) where report.stage == .autoencoder:
            autoencoderSpeed = report.imagesPerSecond
            let start = begin ?? .now
            begin = start
            guard ContinuousClock.now - start >= .seconds(seconds) else { return nil }
        case .history: break
        default: return nil
        }
        isDone = true
        var speeds = [TrainingStage: Double]()
        speeds[.autoencoder] = autoencoderSpeed
        speeds[.prior] = priorSpeed
        return TrainingForecast(settings, images: images, startsFromModel: startsFromModel, speeds: speeds)?.text
    }
}
