/// The time of a stage: the share of its minutes that is used up, when to save, and the speed.
struct StageClock {
    private let length: TrainingLength
    /// The seconds of earlier parts of the run.
    private let secondsBefore: Double
    private var begin = ContinuousClock.now
    private var lastSave = ContinuousClock.now
    private var hasSaved = false
    /// The number of images after the first step of this part, and the seconds not spent on them. The first step
    /// allocates memory and loads code, so its speed isn't that of the others.
    private var images = 0
    private var secondsAside = 0.0
    private var firstImages = 0
    /// The seconds that the end of the run, with its validation, is expected to take.
    private var endingSeconds = 0.0
    private var hasValidated = false
    private let completion: Completion
    private var heldOut = 0

    /// The work that follows a run's last stage.
    struct Completion {
        /// The number of images that are encoded once more.
        var images = 0
        /// The seconds that all other work takes.
        var otherSeconds = 0.0
    }

    /// The time to encode an image, as a share of a training step's time per image and of a validation's.
    private static let encodingShareOfStep = 0.25
    private static let encodingShareOfValidation = 0.5
    /// The minimum share of the minutes that steps have, however long the end takes.
    private static let minimumShareOfSteps = 0.5

    /// The seconds that saving the model and exiting take.
    private static let savingSeconds = 0.2
    /// The seconds between two saves within an epoch.
    private static let saveInterval = 120.0
    /// The minimum seconds between the saves of two epochs. Saving takes at most a twentieth of the time.
    private static let shortestSaveInterval = 1.0
    private var saveSeconds = 0.0

    /// - Parameters:
    ///   - length: The length of the stage.
    ///   - seconds: The seconds of earlier parts of the run.
    ///   - completion: The work that follows the stage within its time.
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

    /// The share of the stage's minutes that is used up; 0 if its length is in epochs.
    var share: Double {
        guard case .minutes(let minutes) = length else { return 0 }
        let steps = max(minutes * 60 - endingSeconds, Self.minimumShareOfSteps * minutes * 60)
        return seconds / max(steps, .leastNormalMagnitude)
    }

    var imagesPerSecond: Double {
        images > 0
            ? Double(images) / max(secondsHere - secondsAside, 1e-9) : Double(firstImages) / max(secondsHere, 1e-9)
    }

    /// The seconds that are left of the stage.
    ///
    /// - Parameters:
    ///   - share: The share of the planned length that is done.
    ///   - end: The share at which the stage ends.
    func secondsLeft(share: Double, end: Double) -> Double {
        if case .minutes(let minutes) = length { return max(0, end * minutes * 60 - seconds) }
        return share > 0 ? seconds * max(0, end - share) / share : .infinity
    }

    /// Counts a step's images. Until a validation has been timed, it is assumed to take as long per image as training
    /// does, so that a run shorter than an epoch ends in time too.
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

    /// Updates the expected end of the run by the seconds that a validation took.
    mutating func noteValidation(seconds: Double) {
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

    /// - Parameter start: The time when saving began.
    mutating func noteSave(since start: ContinuousClock.Instant) {
        lastSave = .now
        saveSeconds = (lastSave - start).seconds
        hasSaved = true
    }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
