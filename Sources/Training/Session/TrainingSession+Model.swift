import GreyImages
import Kernels
import Layers
import Platform
import VAE

extension TrainingSession {
    /// Creates a session that trains an autoencoder from random weights.
    ///
    /// - Parameters:
    ///   - images: The images to train on.
    ///   - configuration: The configuration of the model, with the images' size and bit depth.
    ///   - settings: The settings of the training. Their seed determines the weights.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`, `ConfigurationError`.
    public convenience init(
        images: ImageDataset, configuration: ModelConfiguration, settings: TrainingSettings, pool: WorkerPool
    ) throws {
        try settings.validate()
        let network = try VariationalAutoencoder(configuration)
        try MemoryNeed(network, settings: settings, images: images.count, threads: pool.threadCount).check()
        try self.init(
            network, weights: nil, batches: ImageBatches(images, for: configuration, settings: settings),
            settings: settings, pool: pool)
    }

    /// Creates a session that trains a model further, with a new optimizer.
    ///
    /// - Parameters:
    ///   - model: The model to start from. It stays unchanged.
    ///   - images: The images to train on, of the model's size and bit depth.
    ///   - settings: The settings of the training.
    ///   - pool: The threads that do the work.
    /// - Throws: `TrainingError`.
    public convenience init(
        from model: Model, images: ImageDataset, settings: TrainingSettings, pool: WorkerPool
    ) throws {
        try settings.validate()
        try TrainingRun.check(images, fit: model.configuration)
        try MemoryNeed(model.network, settings: settings, images: images.count, threads: pool.threadCount).check()
        try self.init(
            model.network, weights: model.parameters,
            batches: ImageBatches(images, for: model.configuration, settings: settings), settings: settings,
            pool: pool)
    }

    /// - Parameters:
    ///   - weights: The weights to start from; nil for random ones.
    ///   - batches: The batches of the session.
    convenience init(
        _ network: VariationalAutoencoder, weights: Arena?, batches: ImageBatches, settings: TrainingSettings,
        pool: WorkerPool
    ) throws {
        let parameters: Arena
        if let weights {
            parameters = weights.copy()
        } else {
            parameters = Arena(network.layout)
            network.layout.initialize(parameters, seed: settings.seed)
        }
        self.init(
            BoundGradient(
                try network.forCrops(batches.crops), parameters: parameters, batches: batches,
                schedule: Schedule(settings: settings), pool: pool),
            trained: [
                TrainedParameters(
                    network.layout, parameters: parameters,
                    options: OptimizerOptions(
                        learningRate: settings.learningRate, clipping: settings.clipping,
                        weightDecay: settings.weightDecay, averaging: settings.averaging))
            ], schedule: .cosine, skipsOutliers: true, pool: pool)
        autoencoder = (network, settings)
        imageCount = batches.images.count
    }

    /// Takes one step with a batch of images, and returns the batch's mean negative ELBO in nats per image.
    ///
    /// If the batch's gradient is not finite or is an outlier, the parameters stay unchanged.
    ///
    /// - Parameters:
    ///   - batch: The indices of the images. Their number is at most the settings' batch.
    ///   - progress: The share of the whole training that is done, 0...1. The learning rate and the rate's weight
    ///     follow it.
    @discardableResult
    public func step(_ batch: [Int], progress: Double) -> Double {
        precondition(batch.allSatisfy { (0..<imageCount).contains($0) }, "images of the session")
        return takeStep(batch[...], progress: progress).loss
    }

    /// The current model, with the averaged weights; nil for a session that trains a discriminator or a prior.
    public var model: Model? {
        guard let (network, settings) = autoencoder else { return nil }
        var facts = TrainingFacts(settings)
        facts.images = imageCount
        facts.steps = steps
        return Model(network: network, parameters: trained[0].optimizer.averaged.copy(), facts: facts)
    }

    /// The state that the next step depends on: a copy to keep, to send or to continue from.
    ///
    /// Assign the state of another session of the same model and settings, and this session continues as that one
    /// would.
    ///
    /// - Complexity: A copy of four arrays of the parameters' size.
    public var state: SessionState {
        get {
            var counters = counters
            counters.balance = source.balance
            return SessionState(
                steps: steps,
                arrays: Dictionary(
                    uniqueKeysWithValues: arenas.map { part in
                        (part.name + part.layout.slots[0].name, part.arena.buffer.values)
                    }), counters: counters)
        }
        set {
            for part in arenas {
                let values = newValue.arrays[part.name + part.layout.slots[0].name]
                precondition(values?.count == part.arena.buffer.count, "the state of a session of the same shape")
                part.arena.buffer.copy(from: Buffer(values!))
            }
            resume(at: newValue.steps, counters: newValue.counters)
        }
    }
}
