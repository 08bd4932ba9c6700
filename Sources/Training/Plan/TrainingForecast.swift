/// An estimate of how many passes over the images the stages of a run by minutes take.
package struct TrainingForecast: Sendable, Hashable {
    /// The length of the run.
    package let minutes: Double
    /// The number of images to train on.
    package let images: Int
    private let shares: [TrainingStage: Double]
    /// The images that each stage takes per second.
    private let speeds: [TrainingStage: Double]
    /// Whether the autoencoder starts from trained weights.
    private let startsFromModel: Bool

    /// The number of images that an autoencoder with random weights takes before its reconstructions are usable.
    static let neededImages = 8000.0
    /// The number of latents that a prior takes before its samples have clear shapes.
    static let neededDraws = 100_000.0
    /// The number of passes over few images after which a prior learns little more from them, however long it is trained.
    static let usefulPasses = 400.0
    /// The share of a need below which a run is clearly too short: speeds are estimates.
    private static let clearly = 0.8
    /// The share of a stage's time that its steps take. Validation, saving and preparing take the rest.
    private static let shareOfSteps = 0.9

    /// - Parameters:
    ///   - settings: The settings of the run.
    ///   - images: The number of images to train on.
    ///   - startsFromModel: Whether the autoencoder starts from trained weights.
    ///   - speeds: The images that the stages take per second, as far as they are known.
    /// - Returns: nil for a run whose length is in epochs.
    package init?(
        _ settings: TrainingSettings, images: Int, startsFromModel: Bool, speeds: [TrainingStage: Double]
    ) {
        guard case .minutes(let minutes) = settings.length, images > 0 else { return nil }
        self.minutes = minutes
        self.images = images
        self.startsFromModel = startsFromModel
        self.speeds = speeds.filter { $0.value.isFinite && $0.value > 0 }
        shares = Dictionary(uniqueKeysWithValues: settings.stages.map { ($0, settings.share(of: $0)) })
    }

    /// The number of passes of a stage over the images; nil if its speed isn't known.
    package func passes(of stage: TrainingStage) -> Double? { taken(by: stage).map { $0 / Double(images) } }

    /// The minutes with which no stage is too short; nil if that is so already.
    package var advisedMinutes: Double? {
        var factor = 1.0
        for stage in TrainingStage.allCases {
            guard let need = need(of: stage), let taken = taken(by: stage), taken < Self.clearly * need else {
                continue
            }
            factor = max(factor, need / taken)
        }
        return factor > 1 ? Self.rounded(minutes * factor) : nil
    }

    private func taken(by stage: TrainingStage) -> Double? {
        guard let share = shares[stage], let speed = speeds[stage] else { return nil }
        return speed * minutes * 60 * share * Self.shareOfSteps
    }

    private func need(of stage: TrainingStage) -> Double? {
        switch stage {
        case .autoencoder: startsFromModel ? nil : Self.neededImages
        case .decoder: nil
        case .prior: min(Self.neededDraws, Self.usefulPasses * Double(images))
        }
    }

    /// Rounds up to a number of minutes that people would choose.
    private static func rounded(_ minutes: Double) -> Double {
        let step = minutes <= 10 ? 1.0 : minutes <= 60 ? 5 : minutes <= 240 ? 30 : 60
        return (minutes / step).rounded(.up) * step
    }
}
