import GreyImages
import Kernels
import VAE

/// A run through all its stages: the autoencoder, the decoder beside a discriminator, the prior.
///
/// Beside the model `FILE` it writes `FILE.training`, from which a run goes on after it was stopped or killed in any
/// stage. The model file is written at the end of every stage, so that there is always one to use.
public struct TrainingRun {
    private let images: ImageDataset
    private let setup: TrainingStateFile.Setup
    private let modelPath: String
    private let stateFile: TrainingStateFile
    private let pool: WorkerPool
    public let split: DataSplit
    /// Nil where the run goes on in a later stage.
    private var trainer: Trainer?
    /// The model that the first stage refines, where that isn't the autoencoder's.
    private var base: Model?
    private var resumed: (file: SafeTensors, state: RefinementState)?
    /// The posteriors of all images, which stay: the stages after the first leave the encoder as it is.
    private var posteriors: Posteriors?

    public let parameterCount: Int
    private var settings: TrainingSettings { setup.settings }

    /// A new run.
    ///
    /// - Throws: `TrainingError`, `ConfigurationError`.
    public init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, modelPath: String,
        pool: WorkerPool
    ) throws {
        try settings.validate(for: configuration)
        try Self.checkClasses(of: images, settings)
        try Self.checkMemory(settings, configuration, threads: pool.threadCount)
        self.init(
            try Trainer(
                images: images, configuration: configuration, settings: settings, modelPath: modelPath, pool: pool))
    }

    /// Goes on with the interrupted run of a model.
    ///
    /// - Throws: `TrainingError`, `ModelFileError`, `FileError`.
    public init(resuming modelPath: String, images: ImageDataset, pool: WorkerPool) throws {
        let stateFile = TrainingStateFile(besideModel: modelPath)
        let (file, setup) = try stateFile.read()
        guard Self.hasClasses(images, setup.settings) else {
            throw TrainingError.imagesChanged(state: stateFile.path)
        }
        guard let (state, base) = try stateFile.refinement(in: file, setup: setup) else {
            self.init(try Trainer(resuming: modelPath, images: images, pool: pool))
            return
        }
        try Self.checkMemory(setup.settings, setup.configuration, threads: pool.threadCount)
        let hashes = ImageHashes(images, pool: pool)
        guard hashes.combined == setup.imagesHash else { throw TrainingError.imagesChanged(state: stateFile.path) }
        self.init(
            images: images, hashes: hashes, setup: setup, modelPath: modelPath, base: base,
            resumed: (file, state), pool: pool)
    }

    /// Fits a new prior to a finished model.
    ///
    /// - settings: with a flow whose share is the whole run.
    ///
    /// - Throws: `TrainingError`.
    public init(
        fittingPriorOf model: Model, images: ImageDataset, settings: TrainingSettings, modelPath: String,
        pool: WorkerPool
    ) throws {
        try settings.validate(for: model.configuration)
        try Self.checkClasses(of: images, settings)
        guard settings.flow != nil else { throw TrainingError.flowMissing }
        try Self.checkMemory(settings, model.configuration, threads: pool.threadCount)
        let hashes = ImageHashes(images, pool: pool)
        self.init(
            images: images, hashes: hashes,
            setup: .init(
                configuration: model.configuration, settings: settings, imagesHash: hashes.combined),
            modelPath: modelPath, base: model, resumed: nil, pool: pool)
    }

    /// Whether the classes that the prior shall know are the images'.
    private static func hasClasses(_ images: ImageDataset, _ settings: TrainingSettings) -> Bool {
        let names = settings.flow?.network.classNames ?? []
        return names.isEmpty || names == images.classNames
    }

    private static func checkClasses(of images: ImageDataset, _ settings: TrainingSettings) throws(TrainingError) {
        guard hasClasses(images, settings) else { throw .classesDiffer }
    }

    /// Whether there is memory for the later stages is known before the first begins.
    private static func checkMemory(
        _ settings: TrainingSettings, _ configuration: ModelConfiguration, threads: Int
    ) throws {
        guard let flow = settings.flow else { return }
        try MemoryNeed(flow, configuration: configuration, threads: threads).check()
    }

    private init(
        images: ImageDataset, hashes: ImageHashes, setup: TrainingStateFile.Setup, modelPath: String, base: Model,
        resumed: (file: SafeTensors, state: RefinementState)?, pool: WorkerPool
    ) {
        self.images = images
        self.setup = setup
        self.modelPath = modelPath
        self.pool = pool
        self.base = base
        self.resumed = resumed
        stateFile = TrainingStateFile(besideModel: modelPath)
        split = DataSplit(
            hashes: hashes.each, validationShare: setup.settings.validationShare,
            rule: setup.settings.heldOutRule ?? .threshold)
        parameterCount = base.network.layout.parameterCount
    }

    private init(_ trainer: Trainer) {
        images = trainer.images
        setup = trainer.setup
        modelPath = trainer.modelPath
        stateFile = trainer.stateFile
        pool = trainer.pool
        split = trainer.split
        parameterCount = trainer.parameterCount
        self.trainer = trainer
    }

    /// How many images are trained on, and how many are held out.
    public var imageCounts: (training: Int, validation: Int) { (split.training.count, split.validation.count) }

    /// The parts of the run that are still to be done.
    public var stages: [TrainingStage] {
        let first = resumed?.state.stage ?? (base == nil ? .autoencoder : .prior)
        return settings.stages.filter { $0.order >= first.order }
    }

    /// Runs to the end, or until `shouldStop` says so between two steps.
    ///
    /// - begin: when the work began, of which the run's minutes are counted.
    /// - completionSeconds: what `completed` is expected to take beside encoding the images.
    /// - completed: what is to be known of the finished model, by the images that it was trained on and those held out,
    ///   and by the posteriors of all images where a stage needed them.
    /// - Throws: `TrainingError`, `ConfigurationError`, `FileError`.
    public mutating func run(
        since begin: ContinuousClock.Instant = .now, completionSeconds: Double = 0,
        observer: (TrainingEvent) -> Void, shouldStop: () -> Bool,
        completed: (Model, DataSplit, Posteriors?) -> TrainingFacts = { model, _, _ in model.facts }
    ) throws -> TrainingOutcome {
        var clock = RunClock(
            settings, stages: stages, used: resumed?.state.seconds ?? trainer?.state.progress.seconds ?? 0,
            begin: begin, completionSeconds: completionSeconds)
        do {
            return try runStages(&clock, observer: observer, shouldStop: shouldStop, completed: completed)
        } catch let error as TrainingError {
            // What diverged would do so again: there is nothing to resume.
            try removeState()
            throw error
        }
    }

    private mutating func runStages(
        _ clock: inout RunClock, observer: (TrainingEvent) -> Void, shouldStop: () -> Bool,
        completed: (Model, DataSplit, Posteriors?) -> TrainingFacts
    ) throws -> TrainingOutcome {
        var rest = stages
        var outcome: TrainingOutcome
        if var trainer {
            observer(.stage(.autoencoder))
            trainer.keepsState = true
            trainer.take(
                seconds: clock.seconds(for: .autoencoder, of: rest),
                completion: rest.count > 1
                    ? .init() : .init(images: images.count, otherSeconds: clock.completionSeconds))
            let (runClock, isLast) = (clock, rest.count == 1)
            outcome = try trainer.run(
                observer: { observer($0.stamped(by: runClock, isLast: isLast)) }, shouldStop: shouldStop)
            // What it holds for its steps is no longer needed.
            self.trainer = nil
            rest.removeFirst()
        } else {
            outcome = TrainingOutcome(ending: .complete, model: base!, best: nil, seconds: 0, steps: 0)
        }
        while let stage = rest.first, outcome.ending != .interrupted {
            observer(.stage(stage))
            try refine(stage, of: rest, &outcome, &clock, observer: observer, shouldStop: shouldStop)
            rest.removeFirst()
        }
        if outcome.ending != .interrupted {
            let facts = completed(outcome.model, split, posteriors)
            if facts != outcome.model.facts {
                outcome.model = outcome.model.with(facts: facts)
                try ModelFile.write(outcome.model, to: modelPath)
            }
            try removeState()
        }
        return outcome
    }

    private func removeState() throws {
        try FileRemoval.remove(stateFile.path)
        AtomicFile.removeAbandoned(in: FilePath.folder(of: modelPath))
    }

    private mutating func refine(
        _ stage: TrainingStage, of rest: [TrainingStage], _ outcome: inout TrainingOutcome, _ clock: inout RunClock,
        observer: (TrainingEvent) -> Void, shouldStop: () -> Bool
    ) throws {
        let begin = ContinuousClock.now
        let base = outcome.model
        let saved = resumed
        resumed = nil
        if posteriors == nil { observer(.work(.encoding)) }
        let posteriors = try posteriors ?? Inference(base, pool: pool).posteriors(of: images, seed: settings.seed)
        self.posteriors = posteriors
        let refinement = try makeRefinement(stage, base, posteriors)
        if let saved { try stateFile.restore(refinement, from: saved.file) }
        var refiner = Refiner(
            refinement, base: base, imageCount: split.training.count, setup: setup, stateFile: stateFile,
            saved: saved?.state, seconds: clock.seconds(for: stage, of: rest), begin: begin)
        let (runClock, isLast) = (clock, rest.count == 1)
        let result = try refiner.run(
            observer: { observer($0.stamped(by: runClock, isLast: isLast)) }, shouldStop: shouldStop)
        outcome.seconds += refiner.seconds
        guard var model = result else {
            outcome.ending = .interrupted
            return
        }
        if stage == .decoder {
            observer(.work(.validation))
            model = try validated(model)
        }
        try ModelFile.write(model, to: modelPath)
        outcome.model = model
    }

    private func makeRefinement(
        _ stage: TrainingStage, _ base: Model, _ posteriors: Posteriors
    ) throws -> any Refinement {
        let store = PosteriorStore(
            posteriors, images: split.training, classes: stage == .prior ? try flowClasses() : nil)
        if stage == .decoder, let sharpening = settings.sharpening {
            return DecoderSharpening(
                base, images: images.subset(split.training), posteriors: store, settings: sharpening,
                seed: settings.seed, pool: pool)
        }
        return try FlowFitting(
            base, posteriors: posteriors, store: store, settings: settings.flow ?? FlowSettings(),
            seed: settings.seed, pool: pool)
    }

    /// The class of every image as the flow counts them; nil where it tells none apart.
    private func flowClasses() throws -> [Int]? {
        let names = settings.flow?.network.classNames ?? []
        guard !names.isEmpty else { return nil }
        // The images' hashes say nothing of their classes.
        guard images.classNames == names else { throw TrainingError.imagesChanged(state: stateFile.path) }
        return images.labels
    }

    /// With the ELBO that the refined decoder has on the held-out images.
    private func validated(_ model: Model) throws -> Model {
        guard !split.validation.isEmpty else { return model }
        let terms = Inference(model, pool: pool).terms(of: images, indices: split.validation, seed: settings.seed)
        var facts = model.facts
        facts.validationNegativeELBO = TermSums(terms).mean?.negativeELBO
        return model.with(facts: facts)
    }
}
