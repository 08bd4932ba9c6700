import GreyImages
import Platform
import VAE

/// A training run through all its stages: the autoencoder, the decoder against a discriminator, and the prior.
///
/// A run lives in memory. Its observer receives every checkpoint and model, and saves them if the run is to outlive its
/// process: see ``TrainingFiles``.
public struct TrainingRun {
    package let images: ImageDataset
    let setup: TrainingSetup
    package let pool: WorkerPool
    /// The images to train on and those held out.
    package let split: DataSplit
    /// The images with the varied copies that all stages are trained on.
    let augmented: AugmentedImages
    /// The values of the prior's conditions that the images have; nil for a prior without conditions.
    let conditions: ConditionCodes?
    /// The network of the autoencoder.
    let network: VariationalAutoencoder
    /// The model whose weights the run starts from, or whose prior it fits; nil for random weights.
    let initialModel: Model?
    private var checkpoint: TrainingCheckpoint?
    /// The posteriors of all images and copies. They stay valid, because the stages after the first leave the encoder unchanged.
    private(set) var posteriors: Posteriors?

    package var settings: TrainingSettings { setup.settings }

    /// Creates a run that starts from random weights.
    ///
    /// - Parameters:
    ///   - images: The images to train on. A share of them is held out.
    ///   - configuration: The configuration of the model.
    ///   - settings: The settings of the training.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`, `ConfigurationError`.
    public init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, pool: WorkerPool
    ) throws {
        try self.init(
            images, TrainingPlan(configuration: configuration, settings: settings), initialModel: nil, pool: pool)
    }

    /// Creates a run that starts from the weights of a model and keeps its structure. A learned prior is fitted anew.
    ///
    /// If images are held out, the autoencoder's stage never ends with weights that are worse on them than the model's.
    /// The decoder's stage, if there is one, trades likelihood for sharpness.
    ///
    /// - Parameters:
    ///   - model: The model to start from.
    ///   - images: The images to train on, of the model's size and bit depth.
    ///   - settings: The settings of the training.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`.
    public init(from model: Model, images: ImageDataset, settings: TrainingSettings, pool: WorkerPool) throws {
        try Self.check(images, fit: model.configuration)
        try self.init(
            images, TrainingPlan(configuration: model.configuration, settings: settings), initialModel: model,
            pool: pool)
    }

    /// Creates a run that fits a new prior to a finished model.
    ///
    /// - Parameters:
    ///   - model: The model, whose encoder and decoder stay unchanged.
    ///   - images: The images that the model was trained on.
    ///   - settings: The settings of the training, with those of a flow. The flow's share becomes the whole run.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`.
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

    /// Creates a run that continues an interrupted one.
    ///
    /// - Parameters:
    ///   - checkpoint: The checkpoint to continue from.
    ///   - images: The images that the run was started with.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`, `ModelFileError`.
    public init(resuming checkpoint: TrainingCheckpoint, images: ImageDataset, pool: WorkerPool) throws {
        guard Self.classesMatch(images, checkpoint.setup.settings) else {
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
        guard Self.classesMatch(images, settings) else { throw TrainingError.classesDiffer }
        let network = try VariationalAutoencoder(configuration)
        if !settings.isPriorFitting, checkpoint?.stage ?? .autoencoder == .autoencoder {
            try MemoryNeed(network, settings: settings, images: images.count, threads: pool.threadCount).check()
        }
        // The memory for the later stages is checked before the first one begins.
        if let flow = settings.flow {
            try MemoryNeed(flow, configuration: configuration, threads: pool.threadCount).check()
        }
        let hashes = ImageHashes(images, pool: pool)
        if let checkpoint, checkpoint.setup.imagesHash != hashes.combined {
            throw TrainingError.imagesChanged(state: checkpoint.path ?? "the checkpoint")
        }
        conditions = try Self.conditions(of: images, settings)
        if let checkpoint, checkpoint.setup.conditionsHash != conditions?.hash {
            throw TrainingError.conditionsDiffer(
                state: checkpoint.path ?? "the checkpoint",
                names: (settings.flow?.network.conditions ?? []).map(\.name))
        }
        self.images = images
        self.pool = pool
        self.network = network
        self.initialModel = initialModel
        self.checkpoint = checkpoint
        setup = TrainingSetup(
            configuration: configuration, settings: settings, imagesHash: hashes.combined,
            conditionsHash: conditions?.hash)
        split = DataSplit(
            hashes: hashes.each, validationShare: settings.validationShare, rule: settings.heldOutRule ?? .threshold)
        augmented = AugmentedImages(
            images, split: split, kinds: settings.flow?.network.augmentation ?? settings.augmentation ?? [],
            levels: configuration.levels, seed: settings.seed)
    }

    /// Whether the classes that the prior is conditioned on are those of the images.
    private static func classesMatch(_ images: ImageDataset, _ settings: TrainingSettings) -> Bool {
        let names = settings.flow?.network.classNames ?? []
        return names.isEmpty || names == images.classNames
    }

    private static func conditions(
        of images: ImageDataset, _ settings: TrainingSettings
    ) throws(TrainingError) -> ConditionCodes? {
        guard let conditions = settings.flow?.network.conditions else { return nil }
        do throws(ConfigurationError) {
            return try ConditionCodes(conditions, of: images)
        } catch { throw .configuration(error) }
    }

    static func check(_ images: ImageDataset, fit configuration: ModelConfiguration) throws(TrainingError) {
        guard images.size == configuration.imageSize, images.bitDepth == configuration.bitDepth else {
            throw .imagesUnlikeModel(
                images: images.size, images.bitDepth, model: configuration.imageSize, configuration.bitDepth)
        }
    }

    /// Whether the run continues an earlier one, from where it has not moved yet.
    package var isResumed: Bool { checkpoint != nil }
    /// The number of parameters of the encoder and the decoder.
    public var parameterCount: Int { network.layout.parameterCount }
    /// The number of images to train on, and the number held out.
    public var imageCounts: (training: Int, validation: Int) { (split.training.count, split.validation.count) }

    /// The number of varied copies of each image that training takes besides the image itself; 0 if there are none.
    package var copiesPerImage: Int { augmented.copiesPerImage }

    /// The stages that remain, in order.
    public var stages: [TrainingStage] {
        let first = checkpoint?.stage ?? (settings.isPriorFitting ? .prior : .autoencoder)
        return settings.stages.filter { $0.order >= first.order }
    }

    /// Runs to the end, or until `shouldStop` returns true between two steps.
    ///
    /// - Parameters:
    ///   - observer: A closure that receives the events. An error that it throws ends the run.
    ///   - shouldStop: A closure that returns whether to stop. It is called before every step.
    /// - Returns: The reason why the run ended, and its model.
    /// - Throws: `TrainingError`, `InferenceError`, and any error that the observer throws.
    public mutating func run(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool = { false }
    ) throws -> TrainingOutcome {
        try run(observer: observer, shouldStop: shouldStop, completed: { model, _ in model.facts })
    }

    /// Runs to the end, or until `shouldStop` returns true between two steps, and completes the facts of the model.
    ///
    /// - Parameters:
    ///   - begin: The time when the work began. The run's minutes count from it.
    ///   - completionSeconds: The seconds that `completed` is expected to take, apart from encoding the images.
    ///   - observer: A closure that receives the events. An error that it throws ends the run.
    ///   - shouldStop: A closure that returns whether to stop. It is called before every step.
    ///   - completed: A closure that returns the facts of the finished model. It receives the model and, if a stage
    ///     needed them, the posteriors of all images. An error that it throws ends the run.
    /// - Returns: The reason why the run ended, and its model.
    /// - Throws: `TrainingError`, `InferenceError`, and any error that a closure throws.
    package mutating func run(
        since begin: ContinuousClock.Instant = .now, completionSeconds: Double = 0,
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool = { false },
        completed: (Model, Posteriors?) throws -> TrainingFacts
    ) throws -> TrainingOutcome {
        let clock = RunClock(
            settings, stages: stages, used: checkpoint?.progress.seconds ?? 0, begin: begin,
            completionSeconds: completionSeconds + (try expectedCalibrationSeconds()))
        do {
            var outcome = try runStages(clock, observer: observer, shouldStop: shouldStop)
            guard outcome.ending != .interrupted else { return outcome }
            let facts = try completed(outcome.model, posteriors?.prefix(images.count))
            if facts != outcome.model.facts {
                outcome.model = outcome.model.with(facts: facts)
                try observer(.model(outcome.model))
            }
            try observer(.ended)
            return outcome
        } catch let error as TrainingError {
            // A resumed run would diverge again, so no checkpoint is kept.
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
            run.progress.curves = outcome.map { $0.curves.thinned(best: $0.best?.epoch ?? 0) }
            if let checkpoint { try run.resume(from: checkpoint) }
            checkpoint = nil
            let isLast = rest.count == 1
            run.allow(
                seconds: clock.seconds(for: stage, of: rest),
                used: stage == .autoencoder ? 0 : (ContinuousClock.now - begin).seconds,
                completion: stage == .autoencoder && isLast
                    ? .init(images: images.count, otherSeconds: clock.completionSeconds) : .init())
            run.skipShownModels()
            let ending = try run.run(
                observer: { try observer($0.addingTimeLeft(of: clock, isLast: isLast)) }, shouldStop: shouldStop)
            outcome = try self.outcome(of: run, ending, after: outcome, observer: observer)
            outcome?.curves = run.curves
            if let outcome, ending != .interrupted { try observer(.preview(outcome.model, stage, share: 1)) }
            rest.removeFirst()
        }
        return outcome!
    }

    /// The outcome of a stage, together with those of the stages before it.
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
                if run.stage == .decoder {
                    outcome.model = try validated(run.model(), observer: observer)
                } else {
                    (outcome.model, outcome.nearCopies) = try calibrated(run.model(), observer: observer)
                }
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
            let use = try Inference(model, pool: pool).latentUse(
                of: images, indices: split.validation.isEmpty ? split.training : split.validation, seed: settings.seed)
            (outcome.activeUnits, outcome.posteriorNoiseShare) = (use.activeUnits, use.noiseShare)
        }
        return outcome
    }

    /// Returns the model with the ELBO that the refined decoder has on the held-out images.
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
        let posteriors =
            try posteriors
            ?? Inference(base, pool: pool).posteriors(
                of: augmented.images, seed: settings.seed)
        self.posteriors = posteriors
        return try stage == .decoder
            ? makeDecoderStage(base, posteriors) : makePriorStage(base, posteriors)
    }
}
