import Grisaille

/// Measures one network through the calls that the commands make.
struct NetworkBenchmark {
    private let shape: NetworkShape
    private let network: VariationalAutoencoder
    private let pool: WorkerPool
    /// A phase.
    private let seconds: Double

    init(_ shape: NetworkShape, seconds: Double, pool: WorkerPool) throws {
        self.shape = shape
        self.seconds = seconds
        self.pool = pool
        network = try VariationalAutoencoder(shape.configuration)
    }

    /// Images a second.
    func rate(of phase: NetworkPhase) throws -> Double {
        let seconds =
            switch phase {
            case .train: try secondsPerStep()
            case .encode: secondsPerEncoding()
            case .decode: try secondsPerDecoding()
            }
        return Double(shape.batch) / seconds
    }

    /// Floating-point operations an image. Going back costs twice as much as going forward, less the gradient of the
    /// images themselves, for which nobody asks.
    func operations(of phase: NetworkPhase) -> Int {
        let (encoder, decoder) = (network.encoder.stack, network.decoder.stack)
        return switch phase {
        case .train:
            3 * (encoder.forwardOperations + decoder.forwardOperations) - encoder.layers[0].forwardOperations
        case .encode: encoder.forwardOperations
        case .decode: decoder.forwardOperations
        }
    }

    private func secondsPerStep() throws -> Double {
        var settings = TrainingSettings()
        settings.batch = shape.batch
        settings.learningRate = 1e-3
        settings.warmup = 0
        settings.validationShare = 0
        // It is stopped long before.
        settings.length = .epochs(1_000_000)
        var times = StepTimes(seconds: seconds)
        try TemporaryFolder.with { folder in
            var trainer = try Trainer(
                images: TestImages.makeForTraining(shape), configuration: shape.configuration, settings: settings,
                modelPath: FilePath.join(folder, "model.safetensors"), pool: pool)
            _ = try trainer.run(
                observer: { if case .step = $0 { times.note() } }, shouldStop: { times.isComplete })
        }
        return times.median
    }

    private func secondsPerEncoding() -> Double {
        let images = TestImages.make(shape.batch, side: shape.side)
        let inference = makeInference()
        return StepTimes.median(seconds: seconds) { _ = inference.posteriors(of: images) }
    }

    private func secondsPerDecoding() throws -> Double {
        let values = Buffer(count: shape.batch * shape.latent)
        RandomStream(seed: 1, purpose: Self.latents).fillNormal(values)
        let latents = Latents(dimension: shape.latent, values: values.values)
        let inference = makeInference()
        return try StepTimes.median(seconds: seconds) { try inference.decode(latents) { _, _ in } }
    }

    private func makeInference() -> Inference {
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return Inference(network: network, parameters: parameters, pool: pool)
    }

    private static let latents = RandomStream.Purpose(rawValue: 301)
}
