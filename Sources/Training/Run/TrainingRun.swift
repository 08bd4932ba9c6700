import GreyImages
import Platform
import VAE

/// A run through all its stages: the autoencoder, the decoder beside a discriminator, the prior.
///
/// A run lives in memory. Its observer is told of every checkpoint and model, and keeps them where the run is to outlive
/// its process: see ``TrainingFiles``.
public struct TrainingRun {
    package let images: ImageDataset
    let setup: TrainingSetup
    package let pool: WorkerPool
    /// Which images are trained on, and which are held out.
    package let split: DataSplit
    /// The network of the autoencoder.
    let network: VariationalAutoencoder
    /// The model that the run begins with: the one whose weights it starts from, or whose prior it fits.
    let initialModel: Model?
    private var checkpoint: TrainingCheckpoint?
    /// The posteriors of all images, which stay: the stages after the first leave the encoder as it is.
    private var posteriors: Posteriors?

    var settings: TrainingSettings { setup.settings }

    /// A new run from random weights.
    ///
    /// - Parameters:
    ///   - images: those to train on, and to hold some of out.
    ///   - configuration: what the model is.
    ///   - settings: how it is trained.
    ///   - pool: the threads that do the work.
    /// - Throws: `TrainingError`, `ConfigurationError`, `MemoryError`.
    public init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, pool: WorkerPool
    ) throws {
        try self.init(
            images, TrainingPlan(configuration: configuration, settings: settings), initialModel: nil, pool: pool)
    }

    /// A new run from the weights of a model, whose structure it keeps. What the model knew is where training starts; a
    /// learned prior is fitted anew.
    ///
    /// Where images are held out, the autoencoder's stage never ends with weights that are worse on them than the model's.
    /// The decoder's stage, where there is one, trades likelihood for sharpness.
    ///
    /// - Parameters:
    ///   - model: the model to start from.
    ///   - images: of the model's size and bit depth.
    ///   - settings: how it is trained.
    ///   - pool: the threads that do the work.
    /// - Throws: `TrainingError`, `MemoryError`.
    public init(from model: Model, images: ImageDataset, settings: TrainingSettings, pool: WorkerPool) throws {
        try Self.check(images, fit: model.configuration)
        try self.init(
            images, TrainingPlan(configuration: model.configuration, settings: settings), initialModel: model,
            pool: pool)
    }

    /// Fits a new prior to a finished model.
    ///
    /// - Parameters:
    ///   - model: the model whose encoder and decoder stay as they are.
    ///   - images: those that the model was trained on.
    ///   - settings: with a flow whose share is the whole run.
    ///   - pool: the threads that do the work.
    /// - Throws: `TrainingError`, `MemoryError`.
    public init(fittingPriorOf model: Model, images: ImageDataset, settings: TrainingSettings, pool: WorkerPool) throws
    {
        var settings = settings
        guard settings.flow != nil else { throw TrainingError.flowMissing }
        settings.flow?.share = 1
        settings.sharpening = nil
        try self.init(
            images, TrainingPlan(configuration: model.configuration, settings: settings), initialModel: model,
            pool: pool)
    }

    /// Goes on with an interrupted run.
    ///
    /// - Parameters:
    ///   - checkpoint: where it goes on.
    ///   - images: those that the run was started with.
    ///   - pool: the threads that do the work.
    /// - Throws: `TrainingError`, `ModelFileError`, `MemoryError`.
    public init(resuming checkpoint: TrainingCheckpoint, images: ImageDataset, pool: WorkerPool) throws {
        guard Self.hasClasses(images, checkpoint.setup.settings) else {
            throw TrainingError.imagesChanged(state: checkpoint.path ?? "the checkpoint")
        }
        let setup = checkpoint.setup
        try self.init(
            images, TrainingPlan(configuration: setup.configuration, settings: setup.settings),
            checkpoint: checkpoint, pool: pool)
    }

    private init(
        _ images: ImageDataset, _ plan: TrainingPlan, initialModel: Model? = nil,
        checkpoint: TrainingCheckpoint? = nil, pool: WorkerPool
    ) throws {
        let (configuration, settings) = (plan.configuration, plan.settings)
        try settings.validate(for: configuration)
        guard Self.hasClasses(images, settings) else { throw TrainingError.classesDiffer }
        let network = try VariationalAutoencoder(configuration)
        if !settings.isPriorFitting, checkpoint?.stage ?? .autoencoder == .autoencoder {
            try MemoryNeed(network, settings: settings, images: images.count, threads: pool.threadCount).check()
        }
        // Whether there is memory for the later stages is known before the first begins.
        if let flow = settings.flow {
            try MemoryNeed(flow, configuration: configuration, threads: pool.threadCount).check()
        }
        let hashes = ImageHashes(images, pool: pool)
        if let checkpoint, checkpoint.setup.imagesHash != hashes.combined {
            throw TrainingError.imagesChanged(state: checkpoint.path ?? "the checkpoint")
        }
        self.images = images
        self.pool = pool
        self.network = network
        self.initialModel = initialModel
        self.checkpoint = checkpoint
        setup = TrainingSetup(configuration: configuration, settings: settings, imagesHash: hashes.combined)
        split = DataSplit(
            hashes: hashes.each, validationShare: settings.validationShare, rule: settings.heldOutRule ?? .threshold)
    }

    /// Whether the classes that the prior is told are the images'.
    private static func hasClasses(_ images: ImageDataset, _ settings: TrainingSettings) -> Bool {
        let names = settings.flow?.network.classNames ?? []
        return names.isEmpty || names == images.classNames
    }

    static func check(_ images: ImageDataset, fit configuration: ModelConfiguration) throws(TrainingError) {
        guard images.size == configuration.imageSize, images.bitDepth == configuration.bitDepth else {
            throw .imagesUnlikeModel(
                images: images.size, images.bitDepth, model: configuration.imageSize, configuration.bitDepth)
        }
    }

    /// The parameters of encoder and decoder.
    public var parameterCount: Int { network.layout.parameterCount }
    /// How many images are trained on, and how many are held out.
    public var imageCounts: (training: Int, validation: Int) { (split.training.count, split.validation.count) }

    /// The parts of the run that are still to be done.
    public var stages: [TrainingStage] {
        let first = checkpoint?.stage ?? (settings.isPriorFitting ? .prior : .autoencoder)
        return settings.stages.filter { $0.order >= first.order }
    }

    /// Runs to the end, or until `shouldStop` says so between two steps.
    ///
    /// - Parameters:
    ///   - observer: Told of what happens; what it throws ends the run.
    ///   - shouldStop: Asked before every step.
    /// - Returns: How the run ended, and its model.
    /// - Throws: `TrainingError`, `InferenceError`, and what the observer throws.
    public mutating func run(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool = { false }
    ) throws -> TrainingOutcome {
        try run(observer: observer, shouldStop: shouldStop, completed: { model, _ in model.facts })
    }

    /// Runs to the end, or until `shouldStop` says so between two steps, and completes the facts of the model.
    ///
    /// - Parameters:
    ///   - begin: When the work began, of which the run's minutes are counted.
    ///   - completionSeconds: What `completed` is expected to take beside encoding the images.
    ///   - observer: Told of what happens; what it throws ends the run.
    ///   - shouldStop: Asked before every step.
    ///   - completed: What is to be known of the finished model, by the posteriors of all images where a stage needed them;
    ///     an error that it throws ends the run.
    /// - Returns: How the run ended, and its model.
    /// - Throws: `TrainingError`, `InferenceError`, and what the observer throws.
    package mutating func run(
        since begin: ContinuousClock.Instant = .now, completionSeconds: Double = 0,
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool = { false },
        completed: (Model, Posteriors?) throws -> TrainingFacts
    ) throws -> TrainingOutcome {
        let clock = RunClock(
            settings, stages: stages, used: checkpoint?.progress.seconds ?? 0, begin: begin,
            completionSeconds: completionSeconds)
        do {
            var outcome = try runStages(clock, observer: observer, shouldStop: shouldStop)
            guard outcome.ending != .interrupted else { return outcome }
            let facts = try completed(outcome.model, posteriors)
            if facts != outcome.model.facts {
                outcome.model = outcome.model.with(facts: facts)
                try observer(.model(outcome.model))
            }
            try observer(.ended)
            return outcome
        } catch let error as TrainingError {
            // What diverged would do so again: there is nothing to resume.
            try observer(.ended)
            throw error
        }
    }

    private mutating func runStages(
        _ clock: RunClock, observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome {
        var rest = stages
        var outcome: TrainingOutcome?
        while let stage = rest.first, outcome?.ending != .interrupted {
            try observer(.stage(stage))
            let begin = ContinuousClock.now
            let base = stage == .autoencoder ? nil : outcome?.model ?? checkpoint?.base ?? initialModel
            var run = try makeStage(stage, base: base, observer: observer)
            if let checkpoint { try run.resume(from: checkpoint) }
            checkpoint = nil
            let isLast = rest.count == 1
            run.allow(
                seconds: clock.seconds(for: stage, of: rest),
                used: stage == .autoencoder ? 0 : (ContinuousClock.now - begin).seconds,
                completion: stage == .autoencoder && isLast
                    ? .init(images: images.count, otherSeconds: clock.completionSeconds) : .init())
            let ending = try run.run(
                observer: { try observer($0.stamped(by: clock, isLast: isLast)) }, shouldStop: shouldStop)
            outcome = try self.outcome(of: run, ending, after: outcome, observer: observer)
            rest.removeFirst()
        }
        return outcome!
    }

    /// The stage's model and figures, together with those of the stages before it.
    private func outcome(
        of run: StageRun, _ ending: TrainingOutcome.Ending, after earlier: TrainingOutcome?,
        observer: (TrainingEvent) throws -> Void
    ) throws -> TrainingOutcome {
        guard run.stage == .autoencoder else {
            var outcome = earlier ?? TrainingOutcome(ending: .complete, model: run.base!)
            outcome.seconds += run.clock.seconds
            if ending == .interrupted {
                outcome.ending = ending
            } else {
                outcome.model = run.stage == .decoder ? try validated(run.model(), observer: observer) : run.model()
                try observer(.model(outcome.model))
            }
            return outcome
        }
        let model = run.model()
        try observer(.model(model))
        try observer(.history(run.progress.history))
        var outcome = TrainingOutcome(ending: ending, model: model)
        outcome.best = run.progress.history.records.first { $0.epoch == run.progress.bestEpoch }
        outcome.seconds = run.clock.seconds
        outcome.steps = run.session.steps
        outcome.skippedSteps = run.session.counters.skippedSteps
        outcome.recoveries = run.progress.recoveries
        if ending != .interrupted {
            try observer(.work(.activeUnits))
            outcome.activeUnits = try Inference(model, pool: pool).activeUnits(
                of: images, indices: split.validation.isEmpty ? split.training : split.validation, seed: settings.seed)
        }
        return outcome
    }

    /// With the ELBO that the refined decoder has on the held-out images.
    private func validated(_ model: Model, observer: (TrainingEvent) throws -> Void) throws -> Model {
        try observer(.work(.validation))
        guard !split.validation.isEmpty else { return model }
        let terms = Inference(model, pool: pool).terms(of: images, indices: split.validation, seed: settings.seed)
        var facts = model.facts
        facts.validationNegativeELBO = TermSums(terms).mean?.negativeELBO
        return model.with(facts: facts)
    }

    private mutating func makeStage(
        _ stage: TrainingStage, base: Model?, observer: (TrainingEvent) throws -> Void
    ) throws -> StageRun {
        guard let base else { return try makeAutoencoderStage() }
        if posteriors == nil { try observer(.work(.encoding)) }
        let posteriors = try posteriors ?? Inference(base, pool: pool).posteriors(of: images, seed: settings.seed)
        self.posteriors = posteriors
        return try stage == .decoder
            ? makeDecoderStage(base, posteriors) : makePriorStage(base, posteriors)
    }
}
