import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Evaluation

@Suite struct LikelihoodReportTests {
    private let model: Model
    private let images: ImageDataset

    /// A small model with starting values, and 23 images in two classes.
    init() throws {
        let configuration = ModelConfiguration(
            architecture: .conv(channels: [3], hidden: 5), imageSize: ImageSize(width: 6, height: 5),
            bitDepth: .eight, latentCount: 4, likelihood: .logistic)
        let network = try VariationalAutoencoder(configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        model = Model(network: network, parameters: parameters)
        images = ImageDataset(
            images: (0..<23).map { number in
                GreyImage(
                    size: configuration.imageSize, bitDepth: .eight,
                    samples: (0..<30).map { UInt16(($0 * 37 + number * 101) % 256) })
            }, classNames: ["bright", "dark"], labels: (0..<23).map { $0 % 3 == 0 ? 1 : 0 })
    }

    private func report(threads: Int = 2, seed: UInt64 = 1, images: ImageDataset? = nil) throws -> LikelihoodReport {
        try LikelihoodReport(
            Inference(model, pool: WorkerPool(threads: threads)), images: images ?? self.images, seed: seed)
    }

    @Test func classesAddUpToTheWhole() throws {
        let report = try report()
        #expect(report.classes.map(\.name) == ["bright", "dark"])
        #expect(report.classes.map(\.summary.images) == [15, 8])
        for part in [\LikelihoodSummary.negativeELBO, \.distortion, \.rate, \.bitsPerPixel] {
            let sum = report.classes.reduce(0) { $0 + $1.summary[keyPath: part] * Double($1.summary.images) }
            #expect(abs(sum / 23 - report.overall[keyPath: part]) < 1e-9 * abs(report.overall[keyPath: part]))
        }
        #expect(report.overall.images == 23)
    }

    @Test func aReportCanBeRepeated() throws {
        #expect(try report(threads: 1).overall == report(threads: 3).overall)
        #expect(try report(seed: 1).overall != report(seed: 2).overall)
        #expect(try report(threads: 1).activeUnits == report(threads: 3).activeUnits)
    }

    /// A class of which the evaluated part holds no image has no mean: it is left out.
    @Test func classesWithoutImagesAreLeftOut() throws {
        let report = try report(images: images.subset([1, 2, 4]))
        #expect(report.classes.map(\.name) == ["bright"])
        #expect(report.classes[0].summary == report.overall)
    }

    @Test func imagesWithoutClassesHaveNone() throws {
        let plain = ImageDataset(images: (0..<3).map(images.image(at:)))
        #expect(try report(images: plain).classes.isEmpty)
    }

    /// The use of latents whose posteriors come one by one and have a variance.
    private func use(_ means: Latents, variance: Float) -> LatentUse {
        var use = LatentUse()
        for row in 0..<means.count {
            let values = Array(means[row])
            use.add(
                Posteriors(
                    means: Latents(dimension: means.dimension, values: values),
                    logVariances: Latents(dimension: means.dimension, values: values.map { _ in log(variance) })))
        }
        return use
    }

    /// Variances of the columns: 0, 0.0098, 0.0102, 1, and one that is only far from zero.
    private let columns: [[Float]] = [[0, 0], [0.099, -0.099], [0.101, -0.101], [1, -1], [1000, 1000]]
    private var means: Latents {
        Latents(dimension: 5, values: (0..<2).flatMap { row in columns.map { $0[row] } })
    }

    @Test func activeUnitsVaryByMoreThanAHundredth() {
        #expect(use(means, variance: 1).activeUnits == 2)
        #expect(use(Latents(dimension: 5, values: [1, 2, 3, 4, 5]), variance: 1).activeUnits == 0)
    }

    @Test func noiseIsTheShareOfThePosteriorsOwnVariance() throws {
        let between = 0.099 * 0.099 + 0.101 * 0.101 + 1
        for variance in [0.001, 0.5] {
            let share = try #require(use(means, variance: Float(variance)).noiseShare)
            #expect(abs(share - 5 * variance / (5 * variance + between)) < 1e-5)
        }
        #expect(use(Latents(dimension: 5, values: [1, 2, 3, 4, 5]), variance: 1).noiseShare == nil)
    }
}
