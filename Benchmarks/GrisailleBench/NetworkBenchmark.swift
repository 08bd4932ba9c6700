import Grisaille
import Kernels
import Layers

/// Measures a network with the same calls as the commands make.
struct NetworkBenchmark {
    private let shape: NetworkShape
    private let network: VariationalAutoencoder
    private let pool: WorkerPool
    /// The seconds per phase.
    private let seconds: Double

    init(_ shape: NetworkShape, seconds: Double, pool: WorkerPool) throws {
        self.shape = shape
        self.seconds = seconds
        self.pool = pool
        network = try VariationalAutoencoder(shape.configuration)
    }

    /// The images per second in a phase.
    func rate(of phase: NetworkPhase) throws -> Double {
        let seconds =
            switch phase {
            case .train: try secondsPerStep()
            case .prior: try secondsPerPriorStep()
            case .encode: try secondsPerEncoding()
            case .decode: try secondsPerDecoding()
            }
        return Double(phase == .prior ? Preset.standard.flow.batch : shape.batch) / seconds
    }

    /// The floating-point operations per image in a phase.
    func operations(of phase: NetworkPhase) -> Int {
        switch phase {
        case .train: network.trainingOperations
        case .prior: 3 * priorOperations
        case .encode: network.encodingOperations
        case .decode: network.decodingOperations
        }
    }

    private func secondsPerStep() throws -> Double {
        var settings = TrainingSettings()
        settings.batch = shape.batch
        settings.learningRate = 1e-3
        settings.warmup = 0
        settings.validationShare = 0
        // The run is stopped long before.
        settings.length = .epochs(1_000_000)
        var times = StepTimes(seconds: seconds)
        var run = try TrainingRun(
            images: TestImages.makeForTraining(shape), configuration: shape.configuration, settings: settings,
            pool: pool)
        _ = try run.run(observer: { if case .step = $0 { times.note() } }, shouldStop: { times.isComplete })
        return times.median
    }

    private func secondsPerPriorStep() throws -> Double {
        var settings = Preset.standard.settings
        settings.sharpening = nil
        settings.validationShare = 0
        settings.length = .epochs(1_000_000)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        let images = TestImages.makeForTraining(shape)
        var times = StepTimes(seconds: seconds)
        var run = try TrainingRun(
            fittingPriorOf: Model(network: network, parameters: parameters), images: images,
            settings: settings, pool: pool)
        _ = try run.run(observer: { if case .step = $0 { times.note() } }, shouldStop: { times.isComplete })
        return times.median
    }

    private var priorOperations: Int {
        let configuration = shape.configuration
        let velocity = try? VelocityNetwork(
            Preset.standard.flow.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        return velocity?.forwardOperations ?? 0
    }

    private func secondsPerEncoding() throws -> Double {
        let images = TestImages.make(shape.batch, side: shape.side)
        let inference = makeInference()
        return try StepTimes.median(seconds: seconds) { _ = try inference.posteriors(of: images) }
    }

    private func secondsPerDecoding() throws -> Double {
        let values = Buffer(count: shape.batch * shape.configuration.latentCount)
        RandomStream(seed: 1, purpose: .benchmarks).fillNormal(values)
        let latents = Latents(dimension: shape.configuration.latentCount, values: values.values)
        let inference = makeInference()
        return try StepTimes.median(seconds: seconds) { try inference.decode(latents) { _, _ in } }
    }

    private func makeInference() -> Inference {
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return Inference(Model(network: network, parameters: parameters), pool: pool)
    }
}
