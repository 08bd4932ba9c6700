import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Evaluation

@Suite("An evaluation holds all that is asked for")
struct ImageEvaluationTests {
    private let pool = WorkerPool(threads: 2)
    private let images = ImageDataset(
        images: (0..<6).map { number in
            GreyImage(
                size: ImageSize(width: 4, height: 3), bitDepth: .eight,
                samples: (0..<12).map { UInt16(($0 * 37 + number * 101) % 256) })
        }, classNames: ["bright", "dark"], labels: [0, 1, 0, 1, 0, 1])

    private func model(_ likelihood: LikelihoodKind) throws -> Model {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: .mlp(hidden: [5]), imageSize: images.size, bitDepth: .eight,
                levelRange: likelihood == .bernoulli ? nil : LevelRange(minimum: 0, maximum: 200), latentCount: 2,
                likelihood: likelihood))
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return Model(
            network: network, parameters: parameters)
    }

    @Test("The bound alone, or with the model's prior and importance samples beside it")
    func figures() throws {
        let model = try model(.logistic)
        var options = EvaluationOptions()
        options.seed = 4
        let plain = try ImageEvaluation(of: images, by: model, options: options, pool: pool)
        let report = try LikelihoodReport(Inference(model, pool: pool), images: images, seed: 4)
        #expect(plain.likelihood.overall == report.overall && plain.likelihood.classes.count == 2)
        #expect(plain.withModelPrior == nil && plain.importance == nil && !plain.isCrossEntropy)
        #expect(plain.trainingPrior == .standard && plain.modelPrior == .standard && plain.latentCount == 2)
        #expect(plain.levels.maximum == 200)
        #expect(plain.pixelsOutsideLevels == (0..<6).reduce(0) { $0 + images.image(at: $1).samples.count { $0 > 200 } })
        options.hasPriorDensity = true
        options.importanceSamples = 8
        var shares: [Double] = []
        let all = try ImageEvaluation(of: images, by: model, options: options, pool: pool) { shares.append($0) }
        #expect(all.withModelPrior?.distortion == report.overall.distortion)
        #expect(try #require(all.importance).overall.samples == 8 && shares.last == 1)
        #expect(try ImageEvaluation(of: images, by: self.model(.bernoulli), pool: pool).isCrossEntropy)
    }

    @Test("Equal images have no mean ratio, and are left out of that of others")
    func fidelity() {
        let (first, second) = (images.image(at: 0), images.image(at: 1))
        let (same, other) = (ImageFidelity(of: first, to: first), ImageFidelity(of: second, to: first))
        #expect(FidelitySummary([same, same]).peakSignalToNoise == nil)
        let mixed = FidelitySummary([same, other])
        #expect(mixed.peakSignalToNoise == other.peakSignalToNoise && mixed.images == 2)
        #expect(mixed.rootMeanSquaredError == other.rootMeanSquaredError / 2)
    }
}
