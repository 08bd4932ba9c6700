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

    @Test("A convolutional model is adapted to images of another size, depth and range, and trained on them")
    func adapting() throws {
        let model = try Self.trained(StagedRun.residual)
        let size = ImageSize(width: 21, height: 13)
        let images = ImageDataset(
            images: (0..<40).map { index in
                GreyImage(
                    size: size, bitDepth: .sixteen,
                    samples: (0..<size.pixelCount).map { UInt16(300 + (index * $0 % 7) * 400) })
            }, classNames: ["a", "b"], labels: (0..<40).map { $0 % 2 })
        let adapted = try #require(try model.adapted(to: images, preparation: nil))
        #expect(adapted.parameters.buffer.values == model.parameters.buffer.values)
        #expect(adapted.configuration.imageSize == size && adapted.configuration.bitDepth == .sixteen)
        #expect(adapted.configuration.latentMap == LatentMap(height: 7, width: 11, channels: 2))
        #expect(adapted.configuration.levels == LevelRange(minimum: 300, maximum: 2700))
        #expect(adapted.configuration.classNames == ["a", "b"] && adapted.prior.parameters == nil)
        var run = try TrainingRun(from: adapted, images: images, settings: Self.settings(epochs: 2), pool: Self.pool)
        let further = try run.run(observer: { _ in }).model
        #expect(Self.heldOutBound(further, images) < Self.heldOutBound(adapted, images))
        // The weights of dense layers belong to one size.
        let vector = try Self.trained(StagedRun.conv)
        #expect(try vector.adapted(to: images, preparation: nil) == nil)
    }

    @Test("A model with added latent channels encodes and decodes as before at first, and learns to use them")
    func addedChannels() throws {
        let model = try Self.trained(StagedRun.residual)
        let images = ImageDataset(images: ToyData.spots(60, seed: 9, for: StagedRun.residual))
        let wider = try #require(try model.adapted(to: images, preparation: nil, latentChannels: 5))
        #expect(wider.configuration.latentMap == LatentMap(height: 4, width: 4, channels: 5))
        let (own, added) = (Inference(model, pool: Self.pool), Inference(wider, pool: Self.pool))
        let (before, after) = (try own.posteriors(of: images), try added.posteriors(of: images))
        for (values, wide) in [(before.means, after.means), (before.logVariances, after.logVariances)] {
            let (old, new) = (values.values, wide.values)
            #expect(old.indices.allSatisfy { abs(old[$0] - new[$0 / 2 * 5 + $0 % 2]) < 1e-5 })
        }
        #expect(try own.decode(before.means) == added.decode(after.means))
        var run = try TrainingRun(from: wider, images: images, settings: Self.settings(epochs: 8), pool: Self.pool)
        let further = try run.run(observer: { _ in }).model
        #expect(Self.heldOutBound(further, images) < Self.heldOutBound(wider, images))
        let weights = further.parameters[further.network.layout.slots.first { $0.name == "decoder.latent.weight" }!]
        #expect(weights.values.enumerated().contains { $0.offset % 5 > 1 && $0.element != 0 })
    }

    @Test("A plan starts from a model that has its networks, and leaves most of the time to the prior")
    func plans() throws {
        let images = ImageDataset(images: ToyData.spots(20))
        func plan(_ choices: TrainingChoice...) throws -> TrainingPlan {
            try TrainingPlan(for: images, choices: choices)
        }
        let configuration = try plan().configuration.resized(to: ImageSize(width: 24, height: 24))
        let network = try VariationalAutoencoder(configuration)
        let model = Model(network: network, parameters: Arena(network.layout))
        #expect(try plan().hasNetworks(of: model))
        #expect(try !plan(.channels([4]), .blocks([1])).hasNetworks(of: model))
        for other in [TrainingChoice.likelihood(.logistic), .latent(.vector(9)), .architecture(.conv)] {
            #expect(try !plan(other).hasNetworks(of: model))
        }
        let adapting = try plan().adapting([]).settings
        #expect(adapting.warmup == 0 && adapting.share(of: .prior) > 0.6)
        #expect(adapting.share(of: .autoencoder) > 0.1)
        #expect(try plan(.warmup(0.3)).adapting([.warmup(0.3)]).settings.warmup == 0.3)
        try adapting.validate(for: configuration)
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
