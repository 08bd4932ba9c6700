import GreyImages
import Kernels
import Layers
import VAE

/// A stage of a run. It takes a session's steps along a plan, validates the weights, returns to the best ones if they
/// become useless, and gives its observer checkpoints to save.
///
/// A stage by epochs that is interrupted and continues from a checkpoint gives the same bytes as one that isn't.
struct StageRun {
    let stage: TrainingStage
    let session: TrainingSession
    let setup: TrainingSetup
    let plan: StagePlan
    private let origin: Origin
    private(set) var length: TrainingLength
    var progress: TrainingProgress
    var clock: StageClock
    /// The mean loss of the latest steps, for reports.
    var loss = RunningMean()
    /// The epoch whose weights the observer last received as a model; 0 before there were any.
    var publishedEpoch = 0
    /// Measures the prior on held-out images; nil in other stages, and if no images are held out.
    var priorValidation: PriorValidation?
    /// The share of the stage up to which its models were shown and its prior was measured.
    var shownShare = 0.0

    var settings: TrainingSettings { setup.settings }

    /// The start of a stage.
    enum Origin {
        /// The weights of an autoencoder. Validation chooses the best of the stage's weights.
        case weights(StageValidation)
        /// The model of the previous stage. A part of it is trained, and the last weights are kept.
        case model(Model)
    }

    /// The validation that chooses the best weights; nil if the last ones are kept.
    var validation: StageValidation? { if case .weights(let validation) = origin { validation } else { nil } }
    /// The model that the stage starts from; nil for the autoencoder's stage.
    var base: Model? { if case .model(let model) = origin { model } else { nil } }

    init(_ stage: TrainingStage, session: TrainingSession, setup: TrainingSetup, plan: StagePlan, origin: Origin) {
        self.stage = stage
        self.session = session
        self.setup = setup
        self.plan = plan
        self.origin = origin
        progress = TrainingProgress()
        length = setup.settings.length(of: stage)
        clock = StageClock(length: length, seconds: 0)
    }

    /// Continues from a checkpoint of the same stage.
    ///
    /// - Throws: `ModelFileError`.
    mutating func resume(from checkpoint: TrainingCheckpoint) throws {
        progress = checkpoint.progress
        clock = StageClock(length: length, seconds: progress.seconds)
        var saved = arenas
        // Older files don't hold the best parameters of a prior, so none of their checks can be returned to.
        if let best = priorValidation?.arena, !checkpoint.holds(best) {
            saved.removeAll { $0.name == best.name }
            progress.curves?.priorChecks = []
        }
        try checkpoint.restore(into: saved)
        session.resume(at: checkpoint.steps, counters: checkpoint.counters)
    }

    /// The arrays that the next step depends on, beside the progress and the session's counters.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        session.arenas + (validation.map { [("best.", $0.network.layout, $0.best)] } ?? [])
            + (priorValidation.map { [$0.arena] } ?? [])
    }

    /// Sets the time that the stage may take from now on, and the work that follows within that time.
    ///
    /// - Parameters:
    ///   - seconds: The time in seconds; nil if the stage's length is in epochs.
    ///   - used: The seconds that preparing the stage took in this part of the run.
    ///   - completion: The work that follows the stage.
    mutating func allow(seconds: Double?, used: Double = 0, completion: StageClock.Completion = .init()) {
        let before = progress.seconds + used
        length = seconds.map { .minutes((before + $0) / 60) } ?? settings.length(of: stage)
        clock = StageClock(length: length, seconds: before, completion: completion)
    }

    /// Runs to the end of the stage, or until `shouldStop` returns true between two steps.
    ///
    /// - Throws: `TrainingError.diverged`, and any error that the observer throws.
    mutating func run(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending {
        clock.start()
        // With a first checkpoint the run can be resumed from the start, and a folder that can't be written to fails
        // before any work.
        if session.steps == 0, progress.batch == 0 {
            if let validation {
                validation.measureInitialWeights(
                    into: &progress, importanceSamples: Schedule(settings: settings).importanceSamples(progress: 0))
            }
            try saveCheckpoint(observer)
        }
        do {
            return try runEpochs(observer: observer, shouldStop: shouldStop)
        } catch let error as TrainingError {
            // The best model and the history are kept.
            if validation != nil {
                if progress.hasBest { try observer(.model(model())) }
                try observer(.history(progress.history))
            }
            throw error
        }
    }

    private mutating func runEpochs(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending {
        var ending: TrainingOutcome.Ending?
        while ending == nil {
            if progress.epoch == 0 || isEpochComplete { beginEpoch() }
            ending = try takeRemainingSteps(observer: observer, shouldStop: shouldStop)
            if ending == .interrupted { break }
            if let validation { try recordEpoch(validation, observer: observer) }
            ending = ending ?? endingAfterEpoch
            if ending == nil { try saveAfterEpoch(observer) }
        }
        // The checkpoint is saved before the model: if the disk lacks room for both, the run can still continue.
        if ending == .interrupted { try saveCheckpoint(observer) } else { try showLastCurves(observer) }
        return ending ?? .complete
    }

    /// The share of the stage that is done, which its schedules follow.
    var share: Double { earlyEnd?.scheduled(shareOfLength) ?? shareOfLength }

    /// The share of the planned length that is done.
    var shareOfLength: Double {
        plan.share(epoch: progress.epoch, batch: progress.batch, length: length, clock: clock)
    }

    private var endingAfterEpoch: TrainingOutcome.Ending? {
        if let last = plan.lastEpoch(of: length), progress.epoch >= last { return .complete }
        if validation != nil, let patience = settings.patience, progress.epoch - progress.bestEpoch >= patience {
            return .outOfPatience
        }
        if case .minutes = length, clock.share >= 1 { return .complete }
        if earlyEnd != nil, share >= 1 { return .complete }
        return nil
    }
}
