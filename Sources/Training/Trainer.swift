import GreyImages
import Kernels
import Layers
import VAE

/// Trains a model of a data set, keeps the best weights and can be interrupted at any moment.
///
/// Beside the model `FILE` it writes `FILE.training`, from which a run goes on after it was stopped or killed, and
/// `FILE.history.csv`. A run by epochs that was interrupted gives the same bytes as one that was not.
public struct Trainer {
    let images: ImageDataset
    let split: DataSplit
    let setup: TrainingStateFile.Setup
    let network: VariationalAutoencoder
    let modelPath: String
    let stateFile: TrainingStateFile
    let pool: WorkerPool
    var state: TrainingState
    var clock: TrainingClock
    /// Whether the state stays when the run is complete, as something follows that whoever began the run is to finish first.
    var keepsState = false
    /// The epoch whose weights the model file has; 0 while it has none of this part of the run.
    var savedEpoch = 0

    var settings: TrainingSettings { setup.settings }

    /// A new run.
    ///
    /// - Throws: `TrainingError`, `ConfigurationError`.
    public init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, modelPath: String,
        pool: WorkerPool
    ) throws {
        try settings.validate()
        let network = try VariationalAutoencoder(configuration)
        try MemoryNeed(network, settings: settings, images: images.count, threads: pool.threadCount).check()
        let hashes = ImageHashes(images, pool: pool)
        self.init(
            images: images, hashes: hashes, network: network,
            setup: .init(configuration: configuration, settings: settings, imagesHash: hashes.combined),
            modelPath: modelPath, state: TrainingState(network: network, seed: settings.seed), pool: pool)
    }

    /// Goes on with the interrupted run of a model.
    ///
    /// - Throws: `TrainingError`, `ModelFileError`, `FileError`.
    public init(resuming modelPath: String, images: ImageDataset, pool: WorkerPool) throws {
        let file = TrainingStateFile(besideModel: modelPath)
        let (saved, setup) = try file.read()
        let hashes = ImageHashes(images, pool: pool)
        guard hashes.combined == setup.imagesHash else { throw TrainingError.imagesChanged(state: file.path) }
        let network = try VariationalAutoencoder(setup.configuration)
        try MemoryNeed(network, settings: setup.settings, images: images.count, threads: pool.threadCount).check()
        self.init(
            images: images, hashes: hashes, network: network, setup: setup, modelPath: modelPath,
            state: try file.state(in: saved, layout: network.layout), pool: pool)
    }

    private init(
        images: ImageDataset, hashes: ImageHashes, network: VariationalAutoencoder, setup: TrainingStateFile.Setup,
        modelPath: String, state: TrainingState, pool: WorkerPool
    ) {
        self.images = images
        self.network = network
        self.setup = setup
        self.modelPath = modelPath
        self.state = state
        self.pool = pool
        stateFile = TrainingStateFile(besideModel: modelPath)
        split = DataSplit(
            hashes: hashes.each, validationShare: setup.settings.validationShare,
            rule: setup.settings.heldOutRule ?? .threshold)
        clock = TrainingClock(length: setup.settings.length(of: .autoencoder), seconds: state.progress.seconds)
    }

    /// How many images are trained on, and how many are held out.
    public var imageCounts: (training: Int, validation: Int) { (split.training.count, split.validation.count) }
    public var parameterCount: Int { network.layout.parameterCount }

    /// The file beside a model that has a row an epoch.
    public static func historyPath(ofModel model: String) -> String { model + ".history.csv" }

    /// Sets what the run may take from now on, and what follows within that time.
    ///
    /// - seconds: nil where it has its epochs.
    mutating func take(seconds: Double?, completion: TrainingClock.Completion) {
        let used = state.progress.seconds
        clock = TrainingClock(
            length: seconds.map { .minutes((used + $0) / 60) } ?? settings.length(of: .autoencoder), seconds: used,
            completion: completion)
    }

    /// Runs to the end, or until `shouldStop` says so between two steps.
    ///
    /// - Throws: `TrainingError.diverged`, `FileError`.
    public mutating func run(
        observer: (TrainingEvent) -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome {
        clock.start()
        // From here on the run can be resumed, and a folder that can't be written to is known before any work.
        if state.optimizer.stepCount == 0 { try saveState() }
        AtomicFile.removeAbandoned(in: FilePath.folder(of: modelPath))
        var pass: StepPass?
        let validation = Inference(network: network, parameters: state.optimizer.averaged, pool: pool)
        var ending: TrainingOutcome.Ending?
        while ending == nil {
            if state.progress.epoch == 0 || isEpochComplete { beginEpoch() }
            ending = try finishEpoch(&pass, observer: observer, shouldStop: shouldStop)
            if ending == .interrupted { break }
            let recoveries = state.progress.recoveries
            let isBest = try closeEpoch(validation)
            if state.progress.recoveries > recoveries { observer(recoveryEvent) }
            observer(.epoch(state.progress.history.records.last!, isBest: isBest))
            ending = ending ?? endingAfterEpoch
            if ending == nil { try saveAfterEpoch() }
        }
        if ending != .interrupted { observer(.work(.activeUnits)) }
        return try close(ending ?? .complete)
    }
}
