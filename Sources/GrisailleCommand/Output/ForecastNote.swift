import Grisaille

/// The note, soon after the start of a run by minutes, of how many passes over the images its stages will take.
struct ForecastNote {
    private let settings: TrainingSettings
    private let images: Int
    private let startsFromModel: Bool
    private let priorSpeed: Double?
    private var begin: ContinuousClock.Instant?
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

    /// The note, once it is due.
    mutating func note(for event: TrainingEvent) -> String? {
        guard !isDone, case .step(let report) = event, report.stage == .autoencoder else { return nil }
        let start = begin ?? .now
        begin = start
        guard ContinuousClock.now - start >= .seconds(seconds) else { return nil }
        isDone = true
        var speeds: [TrainingStage: Double] = [.autoencoder: report.imagesPerSecond]
        speeds[.prior] = priorSpeed
        return TrainingForecast(settings, images: images, startsFromModel: startsFromModel, speeds: speeds)?.text
    }
}

extension TrainingForecast {
    /// The forecast as a sentence, with the minutes to choose instead if these are too few.
    var text: String? {
        guard let autoencoder = passes(of: .autoencoder) else { return nil }
        let prior = passes(of: .prior).map { ", and \(Self.about($0)) of the prior" } ?? ""
        let advice = advisedMinutes.map {
            "; that is little, and samples will be soft: --minutes \(Text.grouped(Int($0))) would be enough"
        }
        return "\(Self.minutes(minutes)) give about \(Self.about(autoencoder)) passes of the autoencoder over "
            + "\(Text.count(images, "image"))\(prior)\(advice ?? "")"
    }

    private static func minutes(_ count: Double) -> String {
        let text = Text.fixed(count, 2)
        let short = text.hasSuffix(".00") ? String(text.dropLast(3)) : text.hasSuffix("0") ? String(text.dropLast()) : text
        return "\(short) \(short == "1" ? "minute" : "minutes")"
    }

    /// A number with two digits that count.
    private static func about(_ number: Double) -> String {
        guard number < 1e15 else { return "countless" }
        if number < 10 { return Text.fixed(number, 1) }
        var scale = 1.0
        while number / scale >= 100 { scale *= 10 }
        return Text.grouped(Int((number / scale).rounded() * scale))
    }
}
