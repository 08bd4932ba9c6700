/// The time of a run: how much of its minutes is used up, when to save, how fast it is.
struct TrainingClock {
    private let length: TrainingLength
    /// Seconds of earlier parts of the run.
    private let secondsBefore: Double
    private var begin = ContinuousClock.now
    private var lastSave = ContinuousClock.now
    private var hasSaved = false
    /// Images after the first step of this part, and the seconds not spent on them. The first step takes memory and
    /// loads code, and tells nothing of the speed of the others.
    private var images = 0
    private var secondsAside = 0.0
    private var firstImages = 0
    /// What the end of the run, with its validation, is expected to take.
    private var endingSeconds = 0.0
    private var hasValidated = false
    private let completion: Completion
    private var heldOut = 0

    /// What follows a run's last stage.
    struct Completion {
        /// Images that are encoded once more.
        var images = 0
        var otherSeconds = 0.0
    }

    /// Encoding an image takes about this share of a training step for it, and of a validation of it.
    private static let encodingShareOfStep = 0.25
    private static let encodingShareOfValidation = 0.5
    /// However long the end takes, steps have this share of the minutes.
    private static let minimumShareOfSteps = 0.5

    /// What saving the model and leaving take.
    private static let savingSeconds = 0.2
    /// Seconds between two saves within an epoch.
    private static let saveInterval = 120.0
    /// Epochs shorter than this don't save their state each; nor is more than a twentieth of the time spent on saving.
    private static let shortestSaveInterval = 1.0
    private var saveSeconds = 0.0

    /// - Parameter completion: what follows this stage within its time.
    init(length: TrainingLength, seconds: Double, completion: Completion = Completion()) {
        self.length = length
        self.completion = completion
        secondsBefore = seconds
    }

    mutating func start() {
        begin = .now
        lastSave = begin
    }

    /// The seconds of the stage so far, over all parts of the run.
    var seconds: Double { secondsBefore + secondsHere }
    private var secondsHere: Double { (ContinuousClock.now - begin).seconds }

    /// The share of the run's minutes that is used up.
    var share: Double {
        guard case .minutes(let minutes) = length else { return 0 }
        let steps = max(minutes * 60 - endingSeconds, Self.minimumShareOfSteps * minutes * 60)
        return seconds / max(steps, .leastNormalMagnitude)
    }

    var imagesPerSecond: Double {
        images > 0
            ? Double(images) / max(secondsHere - secondsAside, 1e-9) : Double(firstImages) / max(secondsHere, 1e-9)
    }

    func secondsLeft(share: Double) -> Double {
        if case .minutes(let minutes) = length { return max(0, minutes * 60 - seconds) }
        return share > 0 ? seconds * (1 - share) / share : .infinity
    }

    /// Counts a step's images. Until the first validation was timed, one is taken to need as long for an image as
    /// training does, so that even a run of a part of an epoch ends in time.
    mutating func noteImages(_ count: Int, heldOut: Int) {
        if firstImages == 0 {
            firstImages = count
            secondsAside = secondsHere
            return
        }
        images += count
        self.heldOut = heldOut
        guard !hasValidated else { return }
        endingSeconds =
            Self.savingSeconds + completion.otherSeconds
            + (Double(heldOut) + Self.encodingShareOfStep * Double(completion.images)) / imagesPerSecond
    }

    mutating func noteEnding(seconds: Double) {
        secondsAside += seconds
        hasValidated = true
        let encoding =
            heldOut > 0
            ? Self.encodingShareOfValidation * seconds / Double(heldOut)
            : Self.encodingShareOfStep / max(imagesPerSecond, 1e-9)
        endingSeconds =
            1.2 * seconds + Self.savingSeconds + completion.otherSeconds + encoding * Double(completion.images)
    }

    var isSaveDue: Bool { (ContinuousClock.now - lastSave).seconds >= Self.saveInterval }
    var isEpochSaveDue: Bool {
        !hasSaved || (ContinuousClock.now - lastSave).seconds >= max(Self.shortestSaveInterval, 20 * saveSeconds)
    }

    /// - Parameter start: when saving began.
    mutating func noteSave(since start: ContinuousClock.Instant) {
        lastSave = .now
        saveSeconds = (lastSave - start).seconds
        hasSaved = true
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
