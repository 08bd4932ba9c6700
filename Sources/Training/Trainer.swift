import GreyImages
import Kernels
import Layers
import VAE

/// Trains a model of a data set, keeps the best weights and can be interrupted at any moment.
///
/// Beside the model `FILE` it writes `FILE.training`, from which a run goes on after it was stopped or killed, and
/// `FILE.history.csv`. A run by epochs that was interrupted gives the same bytes as one that was not.
public struct Trainer {
    private let images: ImageDataset
    private let split: DataSplit
    private let setup: TrainingStateFile.Setup
    private let network: VariationalAutoencoder
    private let modelPath: String
    private let stateFile: TrainingStateFile
    private let pool: WorkerPool
    private var state: TrainingState
    private var clock: TrainingClock

    private var settings: TrainingSettings { setup.settings }

    /// A new run.
    ///
    /// - Throws: `TrainingError`, `ConfigurationError`.
    public init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, modelPath: String,
        pool: WorkerPool
    ) throws {
        try settings.validate()
        let network = try VariationalAutoencoder(configuration)
        self.init(
            images: images, network: network,
            setup: .init(configuration: configuration, settings: settings, imagesHash: images.combinedHash),
            modelPath: modelPath, state: TrainingState(network: network, seed: settings.seed), pool: pool)
    }

    /// Goes on with the interrupted run of a model.
    ///
    /// - Throws: `TrainingError`, `ModelFileError`, `FileError`.
    public init(resuming modelPath: String, images: ImageDataset, pool: WorkerPool) throws {
        let file = TrainingStateFile(besideModel: modelPath)
        let setup = try file.setup()
        guard images.combinedHash == setup.imagesHash else { throw TrainingError.imagesChanged(state: file.path) }
        let network = try VariationalAutoencoder(setup.configuration)
        self.init(
            images: images, network: network, setup: setup, modelPath: modelPath,
            state: try file.state(layout: network.layout), pool: pool)
    }

    private init(
        images: ImageDataset, network: VariationalAutoencoder, setup: TrainingStateFile.Setup, modelPath: String,
        state: TrainingState, pool: WorkerPool
    ) {
        self.images = images
        self.network = network
        self.setup = setup
        self.modelPath = modelPath
        self.state = state
        self.pool = pool
        stateFile = TrainingStateFile(besideModel: modelPath)
        split = DataSplit(images, validationShare: setup.settings.validationShare)
        clock = TrainingClock(length: setup.settings.length, seconds: state.progress.seconds)
    }

    /// How many images are trained on, and how many are held out.
    public var imageCounts: (training: Int, validation: Int) { (split.training.count, split.validation.count) }
    public var parameterCount: Int { network.layout.parameterCount }

    /// Runs to the end, or until `shouldStop` says so between two steps.
    ///
    /// - Throws: `TrainingError.diverged`, `FileError`.
    public mutating func run(
        observer: (TrainingEvent) -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome {
        let gradient = BatchGradient(
            network, images: images, batch: min(settings.batch, split.training.count), seed: settings.seed,
            pool: pool)
        let validation = Inference(network: network, parameters: state.optimizer.averaged, pool: pool)
        clock.start()
        // From here on the run can be resumed, and a folder that can't be written to is known before any work.
        if state.optimizer.stepCount == 0 { try saveState() }
        var ending: TrainingOutcome.Ending?
        while ending == nil {
            if state.progress.epoch == 0 || isEpochComplete { beginEpoch() }
            ending = try finishEpoch(gradient, observer: observer, shouldStop: shouldStop)
            if ending == .interrupted { break }
            let isBest = closeEpoch(validation)
            observer(.epoch(state.progress.history.records.last!, isBest: isBest))
            ending = ending ?? endingAfterEpoch
            if ending == nil { try saveAfterEpoch(isBest: isBest) }
        }
        return try close(ending ?? .complete)
    }

    // MARK: Epochs

    private var batchesPerEpoch: Int { (split.training.count + settings.batch - 1) / settings.batch }
    private var isEpochComplete: Bool { state.progress.history.records.last?.epoch == state.progress.epoch }

    private mutating func beginEpoch() {
        state.progress.epoch += 1
        state.progress.batch = 0
        state.progress.sums = TermSums()
    }

    /// Takes the epoch's remaining steps. Returns how the run ends when it ends within the epoch.
    private mutating func finishEpoch(
        _ gradient: BatchGradient, observer: (TrainingEvent) -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending? {
        let plan = EpochPlan(
            images: split.training, batch: settings.batch, seed: settings.seed, epoch: state.progress.epoch)
        while state.progress.batch < plan.batchCount {
            if shouldStop() { return .interrupted }
            let share = runShare
            // An epoch that has begun takes a step at least, so that it has something to report.
            if case .minutes = settings.length, share >= 1, state.progress.batch > 0 { return .complete }
            try step(plan[state.progress.batch], gradient, share: share)
            observer(.step(report(plan.batchCount)))
            if clock.isSaveDue { try saveState() }
        }
        return nil
    }

    private mutating func step(_ batch: ArraySlice<Int>, _ gradient: BatchGradient, share: Double) throws {
        let schedule = Schedule(settings: settings)
        let step = state.optimizer.stepCount + 1
        let (terms, norm) = gradient.compute(
            batch, step: step, beta: schedule.beta(progress: share), parameters: state.parameters)
        guard norm.isFinite, terms.allSatisfy({ $0.negativeELBO.isFinite }) else {
            throw TrainingError.diverged(
                step: step, epoch: state.progress.epoch, model: state.progress.bestEpoch > 0 ? modelPath : nil)
        }
        let limit = state.progress.gradientNorm > 0 ? settings.clipping * state.progress.gradientNorm : norm
        let clipped = min(norm, limit)
        state.progress.gradientNorm += (clipped - state.progress.gradientNorm) * (step == 1 ? 1 : 0.01)
        state.optimizer.step(
            parameters: state.parameters, gradients: gradient.gradients,
            learningRate: schedule.learningRate(progress: share, step: step),
            gradientScale: norm > 0 ? clipped / norm : 1, averagingDecay: settings.averaging, pool: pool)
        state.progress.sums.add(terms)
        state.progress.batch += 1
        clock.count(images: batch.count)
    }

    /// Validates, keeps the weights if they are the best so far, and adds a row to the history.
    private mutating func closeEpoch(_ validation: Inference) -> Bool {
        let start = clock.seconds
        let held = TermSums(validation.terms(of: images, indices: split.validation, seed: settings.seed)).mean
        let schedule = Schedule(settings: settings)
        let share = runShare
        // Without images held out the latest weights are the best.
        let isBest = held.map { $0.negativeELBO < state.progress.bestNegativeELBO ?? .infinity } ?? true
        if isBest {
            state.best.buffer.copy(from: state.optimizer.averaged.buffer)
            state.progress.bestNegativeELBO = held?.negativeELBO
            state.progress.bestEpoch = state.progress.epoch
        }
        state.progress.history.add(
            EpochRecord(
                epoch: state.progress.epoch, steps: state.optimizer.stepCount, seconds: clock.seconds,
                learningRate: schedule.learningRate(progress: share, step: state.optimizer.stepCount),
                beta: schedule.beta(progress: share),
                training: .init(state.progress.sums.mean ?? ImageTerms(distortion: 0, rate: 0)),
                validation: held.map(EpochRecord.TermMeans.init)))
        clock.noteEnding(seconds: clock.seconds - start)
        return isBest
    }

    private var endingAfterEpoch: TrainingOutcome.Ending? {
        if case .epochs(let count) = settings.length, state.progress.epoch >= count { return .complete }
        if let patience = settings.patience, state.progress.epoch - state.progress.bestEpoch >= patience {
            return .outOfPatience
        }
        if case .minutes = settings.length, clock.share >= 1 { return .complete }
        return nil
    }

    /// The share of the run that is done, which the schedules follow.
    private var runShare: Double {
        switch settings.length {
        case .epochs(let count):
            Double((state.progress.epoch - 1) * batchesPerEpoch + state.progress.batch)
                / Double(count * batchesPerEpoch)
        case .minutes:
            clock.share
        }
    }

    private func report(_ batchCount: Int) -> StepReport {
        let share = min(1, runShare)
        return StepReport(
            epoch: state.progress.epoch, step: state.optimizer.stepCount, batch: state.progress.batch,
            batchesPerEpoch: batchCount, mean: state.progress.sums.mean!, imagesPerSecond: clock.imagesPerSecond,
            progress: share, secondsLeft: clock.secondsLeft(share: share))
    }

    // MARK: Saving

    private mutating func saveAfterEpoch(isBest: Bool) throws {
        guard clock.isEpochSaveDue else { return }
        if isBest { try saveModel() }
        try saveState()
    }

    private mutating func saveState() throws {
        state.progress.seconds = clock.seconds
        try saveHistory()
        try stateFile.write(state, setup: setup, layout: network.layout)
        clock.noteSave()
    }

    private func saveHistory() throws {
        guard !state.progress.history.records.isEmpty else { return }
        try AtomicFile.write(
            Array(state.progress.history.csv.utf8), to: modelPath + ".history.csv", synced: false)
    }

    @discardableResult
    private func saveModel() throws -> Model {
        let facts = TrainingFacts(
            images: split.training.count, validationImages: split.validation.count, epochs: state.progress.epoch,
            bestEpoch: state.progress.bestEpoch, steps: state.optimizer.stepCount, seed: settings.seed,
            batch: settings.batch, learningRate: settings.learningRate, beta: settings.beta,
            validationNegativeELBO: state.progress.bestNegativeELBO, programVersion: GrisailleVersion.current)
        let model = Model(network: network, parameters: state.best, facts: facts)
        try ModelFile.write(model, to: modelPath)
        return model
    }

    private mutating func close(_ ending: TrainingOutcome.Ending) throws -> TrainingOutcome {
        // Stopped before the first epoch ended, the run still leaves a model that can be looked at.
        if state.progress.bestEpoch == 0 { state.best.buffer.copy(from: state.optimizer.averaged.buffer) }
        let model = try saveModel()
        if ending == .interrupted {
            try saveState()
        } else {
            try saveHistory()
            try FileRemoval.remove(stateFile.path)
        }
        return TrainingOutcome(
            ending: ending, model: model,
            best: state.progress.history.records.first { $0.epoch == state.progress.bestEpoch },
            seconds: clock.seconds, steps: state.optimizer.stepCount)
    }
}
