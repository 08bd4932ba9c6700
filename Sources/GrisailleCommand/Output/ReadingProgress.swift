import Grisaille

/// The progress of reading images, on a terminal.
struct ReadingProgress {
    private var stage: ImageReadingStage?
    private var line: ProgressLine?
    private var next = ContinuousClock.now + period
    private let isQuiet: Bool

    /// The time between two updates, and before the first.
    private static let period = Duration.milliseconds(200)

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    mutating func show(_ stage: ImageReadingStage, _ done: Int, _ total: Int) {
        if stage != self.stage {
            self.stage = stage
            line = ProgressLine(stage.title, total: total, isQuiet: isQuiet)
        }
        guard ContinuousClock.now >= next else { return }
        next = ContinuousClock.now + Self.period
        line?.show(done)
    }

    mutating func end() {
        line?.end()
        line = nil
    }
}

extension ImageReadingStage {
    fileprivate var title: String {
        switch self {
        case .headers: "looking at images"
        case .levels: "measuring levels"
        case .pixels: "reading images"
        }
    }
}
