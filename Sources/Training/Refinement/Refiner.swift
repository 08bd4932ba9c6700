import GreyImages
import Kernels
import VAE

/// Takes a refinement's steps, and saves what is needed to go on with it at any moment.
struct Refiner {
    private let refinement: any Refinement
    private let base: Model
    private let imageCount: Int
    private let setup: TrainingStateFile.Setup
    private let stateFile: TrainingStateFile
    private let length: TrainingLength
    private var steps: Int
    private var clock: TrainingClock

    /// - base: the model that is refined.
    /// - imageCount: the images to train on.
    /// - saved: the state to go on from.
    /// - seconds: what the stage may take from now on; nil where it has its epochs.
    /// - begin: when the stage began: preparing it belongs to its time.
    init(
        _ refinement: any Refinement, base: Model, imageCount: Int, setup: TrainingStateFile.Setup,
        stateFile: TrainingStateFile, saved: RefinementState?, seconds: Double?, begin: ContinuousClock.Instant
    ) {
        self.refinement = refinement
        self.base = base
        self.imageCount = imageCount
        self.setup = setup
        self.stateFile = stateFile
        let used = (saved?.seconds ?? 0) + (ContinuousClock.now - begin).seconds
        length = seconds.map { .minutes((used + $0) / 60) } ?? setup.settings.length(of: refinement.stage)
        steps = saved?.steps ?? 0
        clock = TrainingClock(length: length, seconds: used)
        if let saved {
            refinement.scalars = saved.scalars
            refinement.resume(at: saved.steps)
        }
        clock.start()
    }

    /// Runs to the end, or until `shouldStop` says so between two steps.
    ///
    /// - Returns: the refined model, or nil when it was interrupted; its state is then saved.
    /// - Throws: `TrainingError.diverged`, `FileError`.
    mutating func run(observer: (TrainingEvent) -> Void, shouldStop: () -> Bool) throws -> Model? {
        if steps == 0 { try save() }
        var mean = RunningMean()
        while share < 1 || steps == 0 {
            if shouldStop() {
                try save()
                return nil
            }
            let images = draw(step: steps + 1)
            let loss = refinement.takeStep(
                images, step: steps + 1, learningRateShare: Self.learningRateShare(share, step: steps + 1))
            guard loss.isFinite else {
                throw TrainingError.refinementDiverged(stage: refinement.stage, step: steps + 1)
            }
            steps += 1
            mean.add(loss)
            clock.noteImages(images.count, heldOut: 0)
            let share = min(1, share)
            observer(
                .refinement(
                    RefinementReport(
                        stage: refinement.stage, step: steps, loss: mean.value,
                        imagesPerSecond: clock.imagesPerSecond, progress: share,
                        secondsLeft: clock.secondsLeft(share: share))))
            if clock.isSaveDue { try save() }
        }
        return refinement.refined(base, steps: steps)
    }

    /// Seconds that this stage took.
    var seconds: Double { clock.seconds }

    /// Images drawn with replacement: a step's are a function of the seed and the step alone.
    private func draw(step: Int) -> [Int] {
        let words = RandomStream(seed: setup.settings.seed, purpose: .refinementBatch, step: step)
            .words(blocks: (refinement.batch + 1) / 2)
        return (0..<refinement.batch).map { place in
            let draw = UInt64(words[2 * place]) | UInt64(words[2 * place + 1]) << 32
            return Int(draw.multipliedFullWidth(by: UInt64(imageCount)).high)
        }
    }

    private var share: Double {
        switch length {
        case .minutes: clock.share
        case .epochs(let epochs):
            Double(steps * refinement.batch) / Double(max(1, epochs * imageCount))
        }
    }

    /// Rises over the first steps, stays, and falls to almost nothing in the last part.
    private static func learningRateShare(_ share: Double, step: Int) -> Double {
        min(1, Double(step) / 100) * min(1, max(0.02, (1 - share) / 0.5))
    }

    private mutating func save() throws {
        let start = ContinuousClock.now
        try stateFile.write(
            RefinementState(
                stage: refinement.stage, steps: steps, seconds: clock.seconds, scalars: refinement.scalars),
            of: refinement, base: base, setup: setup)
        clock.noteSave(since: start)
    }
}

/// A mean that forgets.
private struct RunningMean {
    private var sum = 0.0
    private var weight = 0.0

    mutating func add(_ value: Double) {
        sum = 0.98 * sum + value
        weight = 0.98 * weight + 1
    }

    var value: Double { sum / weight }
}
