import GreyImages
import Kernels
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("Training on varied copies")
struct AugmentationTests {
    private static let images = ImageDataset(
        images: ToyData.spots(20), classNames: ["dark", "light"], labels: (0..<20).map { $0 % 2 })

    @Test("Copies are of training images alone, with their classes, and follow the images")
    func copies() {
        let split = DataSplit(Self.images, validationShare: 0.2)
        let levels = LevelRange(minimum: 0, maximum: 255)
        let augmented = AugmentedImages(
            Self.images, split: split, kinds: [.flip, .shift], levels: levels, seed: 3)
        #expect(augmented.split.validation == split.validation)
        let copies = (augmented.images.count - 20) / split.training.count
        #expect(copies == 24 && augmented.split.training.count == split.training.count * 25)
        #expect(augmented.variations.count == augmented.images.count)
        for index in 0..<20 {
            #expect(augmented.images.image(at: index) == Self.images.image(at: index))
            #expect(augmented.variations[index] == .none)
        }
        for (number, source) in split.training.enumerated() {
            for index in 20 + number * copies..<20 + (number + 1) * copies {
                #expect(augmented.sources[index] == source)
                #expect(augmented.images.labels[index] == Self.images.labels[source])
                #expect(
                    augmented.images.image(at: index)
                        == Self.images.image(at: source).varied(by: augmented.variations[index], levels: 0...255))
            }
        }
        #expect(Array(augmented.sources.prefix(20)) == Array(0..<20))
        #expect(augmented.sources.count == augmented.images.count)
        let none = AugmentedImages(Self.images, split: split, kinds: [], levels: levels, seed: 3)
        #expect(none.images.count == 20 && none.split == split)
    }

    @Test("Every epoch takes each training image once, as it is or as a copy, and each of them in turn")
    func epochs() {
        let split = DataSplit(Self.images, validationShare: 0.2)
        let augmented = AugmentedImages(
            Self.images, split: split, kinds: [.flip], levels: LevelRange(minimum: 0, maximum: 255), seed: 3)
        let epochs = (1...25).map { augmented.epochs[$0] }
        for epoch in epochs { #expect(epoch.map { augmented.sources[$0] } == split.training) }
        #expect(Set(epochs.joined()) == Set(augmented.split.training), "all of them in 25 epochs")
        #expect(Set(epochs[0].map { $0 < 20 }).count == 2, "a mixture of images and copies")
        let none = AugmentedImages(
            Self.images, split: split, kinds: [], levels: LevelRange(minimum: 0, maximum: 255), seed: 3)
        #expect(none.epochs[7] == split.training)
    }

    @Test("The flow is told of the changes, and samples have none")
    func features() throws {
        let configuration = FlowConfiguration(
            width: 16, blocks: 1, classNames: ["a", "b"], augmentation: [.flip, .shift])
        let network = try VelocityNetwork(configuration, latentMap: nil, latentCount: 4)
        let plain = try VelocityNetwork(
            FlowConfiguration(width: 16, blocks: 1, classNames: ["a", "b"]), latentMap: nil, latentCount: 4)
        #expect(network.featureCount == plain.featureCount + 3)
        var variation = ImageVariation()
        (variation.flip, variation.column, variation.row) = (1, 0.5, -0.25)
        let row = Buffer([Float](repeating: 9, count: network.featureCount))
        network.fillFeatures(row, row: 0, time: 0.5, told: .one(1), variation: variation)
        #expect(row.values[64..<69] == [0, 1, 1, 0.5, -0.25])
        network.fillFeatures(row, row: 0, time: 0.5, told: .one(0))
        #expect(row.values[64..<69] == [1, 0, 0, 0, 0])
    }

    @Test("A run on copies gives the same bytes with any number of threads, and when it is stopped and resumed")
    func runs() throws {
        func run(_ threads: Int, stoppingAfter limit: Int = .max) throws -> ToyRun {
            let run = try ToyRun(images: Self.images)
            var settings = StagedRun.short
            settings.length = .epochs(3)
            settings.batch = 200
            settings.flow?.batch = 200
            settings.sharpening?.batch = 100
            settings.augmentation = [.flip, .rotate]
            settings.flow?.network.augmentation = settings.augmentation
            try run.start(StagedRun.residual, settings, threads: threads, stoppingAfter: limit)
            return run
        }
        let whole = try run(2)
        let bytes = try whole.modelBytes
        #expect(try run(1).modelBytes == bytes)
        for stop in [1, 4] {
            let stopped = try run(2, stoppingAfter: stop)
            #expect(try stopped.resume().ending == .complete)
            #expect(try stopped.modelBytes == bytes)
        }
        let model = try ModelFile.read(whole.model)
        #expect(model.facts.images + model.facts.validationImages == 20, "copies aren't counted")
    }

    @Test("A long run on few images takes copies, unless that is chosen")
    func defaults() throws {
        func plan(_ choices: [TrainingChoice], images count: Int = 20) throws -> TrainingSettings {
            try TrainingPlan(
                for: ImageDataset(images: ToyData.spots(count)), choices: [.architecture(.residual)] + choices
            ).settings
        }
        let long = try plan([.length(.minutes(1))])
        #expect(long.flow?.network.augmentation == [.shift, .exposure] && long.augmentation == [.shift, .exposure])
        for choices: [TrainingChoice] in [
            [.length(.minutes(0.5))], [.length(.epochs(1000))], [.length(.minutes(1)), .augmentation([])],
        ] {
            let settings = try plan(choices)
            #expect(settings.flow?.network.augmentation == nil && settings.augmentation == nil)
        }
        let chosen = try plan([.length(.minutes(1)), .augmentation([.flip])])
        #expect(chosen.flow?.network.augmentation == [.flip] && chosen.augmentation == [.flip])
        #expect(try plan([.length(.minutes(1)), .prior(.standard)]).flow == nil)
    }

    @Test("With copies, passes over the images are as long as without")
    func passes() throws {
        func steps(_ kinds: [AugmentationKind]?) throws -> Int {
            let one = try StagedRun()
            one.settings.augmentation = kinds
            one.settings.flow?.network.augmentation = kinds
            try one.start()
            return one.steps
        }
        #expect(try steps([.shift, .exposure]) == steps(nil))
    }
}
