import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("Training that starts from a model")
struct WarmStartTests {
    private static let pool = WorkerPool(threads: 2)

    private static func settings(epochs: Int) -> TrainingSettings {
        var settings = TrainingSettings()
        settings.length = .epochs(epochs)
        settings.batch = 20
        return settings
    }

    private static func heldOutBound(_ model: Model, _ images: ImageDataset) -> Double {
        let heldOut = DataSplit(images, validationShare: 0.1).validation
        let terms = Inference(model, pool: pool).terms(of: images, indices: heldOut, seed: 0)
        return TermSums(terms).mean!.negativeELBO
    }

    private static func trained(_ configuration: ModelConfiguration) throws -> Model {
        var run = try TrainingRun(
            images: ImageDataset(images: ToyData.spots(100, for: configuration)), configuration: configuration,
            settings: settings(epochs: 8), pool: pool)
        return try run.run(observer: { _ in }).model
    }

    @Test(
        "An epoch on new images improves the model's held-out bound",
        arguments: TrainingSessionTests.configurations)
    func improvement(configuration: ModelConfiguration) throws {
        let model = try Self.trained(configuration)
        let images = ImageDataset(images: ToyData.spots(300, seed: 9, for: configuration))
        var run = try TrainingRun(from: model, images: images, settings: Self.settings(epochs: 1), pool: Self.pool)
        let further = try run.run(observer: { _ in }).model
        #expect(Self.heldOutBound(further, images) < Self.heldOutBound(model, images))
        #expect(further.facts.bestEpoch == 1)
    }

    @Test("A run that only makes the bound worse keeps the weights of the model that it started from")
    func neverWorse() throws {
        let model = try Self.trained(TrainingSessionTests.configurations[0])
        let images = ImageDataset(images: ToyData.spots(100, seed: 9))
        var settings = Self.settings(epochs: 3)
        settings.learningRate = 1
        settings.warmup = 0
        var run = try TrainingRun(from: model, images: images, settings: settings, pool: Self.pool)
        var best: [Bool] = []
        let outcome = try run.run(observer: { if case .epoch(_, let isBest) = $0 { best.append(isBest) } })
        try #require(best == [false, false, false], "this run is made to get worse")
        #expect(outcome.model.parameters.buffer.values == model.parameters.buffer.values)
        #expect(outcome.model.facts.bestEpoch == 0 && outcome.best == nil)
        #expect(outcome.model.facts.validationNegativeELBO == Self.heldOutBound(model, images))
    }

    @Test("A run that is stopped anywhere and resumed gives the same bytes")
    func resumed() throws {
        let model = try Self.trained(TrainingSessionTests.configurations[1])
        let run = try ToyRun(images: ToyData.spots(60, seed: 9))
        func start(stoppingAfter limit: Int) throws {
            var training = try TrainingRun(
                from: model, images: run.images, settings: Self.settings(epochs: 2), pool: Self.pool)
            try run.watch(&training, stoppingAfter: limit)
        }
        try start(stoppingAfter: .max)
        let bytes = try run.modelBytes
        for stop in [0, 1, 4] {
            try start(stoppingAfter: stop)
            try run.resume(threads: 1)
            #expect(try run.modelBytes == bytes, "stopped after \(stop) steps")
        }
    }
}
