import GreyImages
import Kernels
import Layers
import VAE

/// One stage of a run: takes a session's steps along a plan, validates, goes back when the weights become useless, and
/// says when there is a checkpoint to keep.
///
/// A stage by epochs that was interrupted and goes on from a checkpoint gives the bytes of one that was not.
struct StageRun {
    let stage: TrainingStage
    let session: TrainingSession
    let setup: TrainingSetup
    let plan: StagePlan
    private let origin: Origin
    private(set) var length: TrainingLength
    var progress: TrainingProgress
    var clock: TrainingClock
    /// The latest steps' mean loss, for reports.
    var loss = RunningMean()
    /// The epoch whose weights were last given out as a model; 0 while there were none.
    var publishedEpoch = 0

    var settings: TrainingSettings { setup.settings }

    /// What a stage begins with.
    enum Origin {
        /// The weights of an autoencoder, of which the best are chosen by validation.
        case weights(StageValidation)
        /// The model of the stage before, of which a part is trained and the last weights are kept.
        case model(Model)
    }

    /// Chooses the best weights; nil if the last ones are kept.
    var validation: StageValidation? { if case .weights(let validation) = origin { validation } else { nil } }
    /// The model that the stage goes on from; nil for the autoencoder's stage.
    var base: Model? { if case .model(let model) = origin { model } else { nil } }

    init(_ stage: TrainingStage, session: TrainingSession, setup: TrainingSetup, plan: StagePlan, origin: Origin) {
        self.stage = stage
        self.session = session
        self.setup = setup
        self.plan = plan
        self.origin = origin
        progress = TrainingProgress()
        length = setup.settings.length(of: stage)
        clock = TrainingClock(length: length, seconds: 0)
    }

    /// Goes on from a checkpoint of the same stage.
    ///
    /// - Throws: `ModelFileError`.
    mutating func resume(from checkpoint: TrainingCheckpoint) throws {
        progress = checkpoint.progress
        clock = TrainingClock(length: length, seconds: progress.seconds)
        try checkpoint.restore(into: arenas)
        session.resume(at: checkpoint.steps, counters: checkpoint.counters)
    }

    /// Everything that the next step depends on, beside the progress and the session's counters.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        session.arenas + (validation.map { [("best.", $0.network.layout, $0.best)] } ?? [])
    }

    /// Sets what the stage may take from now on, and what follows within that time.
    ///
    /// - Parameters:
    ///   - seconds: nil where it has its epochs.
    ///   - used: seconds of this part of the run that preparing the stage took.
    mutating func allow(seconds: Double?, used: Double = 0, completion: TrainingClock.Completion = .init()) {
        let before = progress.seconds + used
        length = seconds.map { .minutes((before + $0) / 60) } ?? settings.length(of: stage)
        clock = TrainingClock(length: length, seconds: before, completion: completion)
    }

    /// Runs to the end of the stage, or until `shouldStop` says so between two steps.
    ///
    /// - Throws: `TrainingError.diverged`, and what the observer throws.
    mutating func run(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending {
        clock.start()
        // From here on the run can be resumed, and a folder that can't be written to is known before any work.
        if session.steps == 0, progress.batch == 0 {
            if let validation {
                validation.measureStart(
                    into: &progress, importanceSamples: Schedule(settings: settings).importanceSamples(progress: 0))
            }
            try keepCheckpoint(observer)
        }
        do {
            return try takeEpochs(observer: observer, shouldStop: shouldStop)
        } catch let error as TrainingError {
            // The best model and the history stay.
            if validation != nil {
                if progress.hasBest { try observer(.model(model())) }
                try observer(.history(progress.history))
            }
            throw error
        }
    }

    private mutating func takeEpochs(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending {
        var ending: TrainingOutcome.Ending?
        while ending == nil {
            if progress.epoch == 0 || isEpochComplete { beginEpoch() }
            ending = try finishEpoch(observer: observer, shouldStop: shouldStop)
            if ending == .interrupted { break }
            if let validation { try closeEpoch(validation, observer: observer) }
            ending = ending ?? endingAfterEpoch
            if ending == nil { try saveAfterEpoch(observer) }
        }
        // The checkpoint first: where the disk has no room for both, the run can still go on.
        if ending == .interrupted { try keepCheckpoint(observer) }
        return ending ?? .complete
    }

    var share: Double {
        plan.share(epoch: progress.epoch, batch: progress.batch, length: length, clock: clock)
    }

    private var endingAfterEpoch: TrainingOutcome.Ending? {
        if let last = plan.lastEpoch(of: length), progress.epoch >= last { return .complete }
        if validation != nil, let patience = settings.patience, progress.epoch - progress.bestEpoch >= patience {
            return .outOfPatience
        }
        if case .minutes = length, clock.share >= 1 { return .complete }
        return nil
    }
}
