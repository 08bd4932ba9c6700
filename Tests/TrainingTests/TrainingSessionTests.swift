import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("A training session in memory")
struct TrainingSessionTests {
    private static let ladder = {
        let size = ImageSize(width: 16, height: 16)
        let shape = LadderShape(for: size, width: 8)
        var ladder = ToyData.configuration(.ladder(shape))
        ladder.imageSize = size
        ladder.latentCount = shape.latentCount(for: size)
        return ladder
    }()

    static let configurations: [ModelConfiguration] = [
        ToyData.configuration(.mlp(hidden: [16])), ToyData.configuration(.conv(channels: [4, 6], hidden: 10)),
        StagedRun.residual, ladder,
        {
            var vamp = ToyData.configuration(.mlp(hidden: [16]))
            vamp.pseudoInputs = 5
            return vamp
        }(),
    ]

    private let images = ImageDataset(images: ToyData.spots(60))

    private func session(_ configuration: ModelConfiguration, seed: UInt64 = 3) throws -> TrainingSession {
        var settings = TrainingSettings()
        settings.batch = 20
        settings.seed = seed
        return try TrainingSession(
            images: ImageDataset(images: ToyData.spots(60, for: configuration)), configuration: configuration,
            settings: settings, pool: WorkerPool(threads: 2))
    }

    @Test("Steps lower the loss and give a usable model", arguments: configurations)
    func learning(configuration: ModelConfiguration) throws {
        let session = try session(configuration)
        var losses: [Double] = []
        for step in 0..<60 {
            let first = step % 3 * 20
            losses.append(session.step(Array(first..<first + 20), progress: Double(step) / 60))
        }
        #expect(session.steps == 60)
        let (start, end) = (losses.prefix(3).reduce(0.0, +), losses.suffix(3).reduce(0.0, +))
        #expect(end < start)
        let model = try #require(session.model)
        #expect(
            try Inference(model, pool: WorkerPool(threads: 1)).posteriors(
                of: ImageDataset(images: ToyData.spots(60, for: configuration))
            ).means.count == 60)
    }

    @Test("A session continues from another session's state to the same bytes", arguments: configurations)
    func state(configuration: ModelConfiguration) throws {
        let (first, second) = (try session(configuration), try session(configuration))
        for step in 0..<4 { first.step(Array(10..<30), progress: Double(step) / 8) }
        second.state = first.state
        #expect(second.state == first.state)
        for step in 4..<8 {
            #expect(
                first.step(Array(10..<30), progress: Double(step) / 8)
                    == second.step(Array(10..<30), progress: Double(step) / 8))
        }
        #expect(first.state == second.state)
    }

    @Test("An exported state and model don't change with the session's next step")
    func values() throws {
        let session = try session(Self.configurations[0])
        session.step([0, 1, 2], progress: 0)
        let (state, model) = (session.state, try #require(session.model))
        let weights = model.parameters.buffer.values
        session.step([0, 1, 2], progress: 0.1)
        #expect(session.state != state)
        #expect(model.parameters.buffer.values == weights)
    }

    @Test("A session starts from a model's weights and leaves the model unchanged")
    func warmStart() throws {
        let first = try session(Self.configurations[1])
        for step in 0..<4 { first.step(Array(0..<20), progress: Double(step) / 8) }
        let model = try #require(first.model)
        let weights = model.parameters.buffer.values
        let second = try TrainingSession(
            from: model, images: images, settings: TrainingSettings(), pool: WorkerPool(threads: 1))
        #expect(second.model?.parameters.buffer.values == weights)
        second.step(Array(0..<16), progress: 0.5)
        #expect(second.model?.parameters.buffer.values != weights)
        #expect(model.parameters.buffer.values == weights)
    }

    @Test("A model can't be trained further on images of another size")
    func otherSize() throws {
        let model = try #require(session(Self.configurations[0]).model)
        let others = ImageDataset(images: [
            GreyImage(size: ImageSize(width: 4, height: 8), bitDepth: .eight, samples: Array(repeating: 7, count: 32))
        ])
        let error = #expect(throws: TrainingError.self) {
            try TrainingRun(from: model, images: others, settings: TrainingSettings(), pool: WorkerPool(threads: 1))
        }
        #expect("\(error!)".contains("4x8") && "\(error!)".contains("8x8"))
    }

    @Test("A run continues from a checkpoint in memory to the same weights, without any file")
    func runWithoutFiles() throws {
        var settings = StagedRun.short
        settings.flow?.network.classNames = []
        func makeRun() throws -> TrainingRun {
            try TrainingRun(
                images: images, configuration: StagedRun.residual, settings: settings, pool: WorkerPool(threads: 2))
        }
        var whole = try makeRun()
        let expected = try whole.run(observer: { _ in }).model
        for stop in [3, 9, 12, 15] {
            var run = try makeRun()
            var (taken, kept) = (0, TrainingCheckpoint?.none)
            let outcome = try run.run(
                observer: { event in
                    switch event {
                    case .step: taken += 1
                    case .checkpoint(let checkpoint): kept = checkpoint.copy()
                    default: break
                    }
                }, shouldStop: { taken >= stop })
            #expect(outcome.ending == .interrupted)
            var rest = try TrainingRun(
                resuming: #require(kept), images: images, pool: WorkerPool(threads: 1))
            let model = try rest.run(observer: { _ in }).model
            #expect(model.parameters.buffer.values == expected.parameters.buffer.values)
            #expect(model.prior.parameters?.arena.buffer.values == expected.prior.parameters?.arena.buffer.values)
        }
    }

    @Test("An error that an observer throws ends the run")
    func observerThrows() throws {
        struct DiskFull: Error {}
        var run = try TrainingRun(
            images: images, configuration: Self.configurations[0], settings: TrainingSettings(),
            pool: WorkerPool(threads: 1))
        #expect(throws: DiskFull.self) {
            try run.run(observer: { if case .checkpoint = $0 { throw DiskFull() } })
        }
    }
}
