import Foundation
import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import Evaluation
@testable import VAE

@Suite struct ImportanceLikelihoodTests {
    private let pool = WorkerPool(threads: 2)
    private let images = ImageDataset(
        images: (0..<5).map { number in
            GreyImage(
                size: ImageSize(width: 4, height: 3), bitDepth: .eight,
                samples: (0..<12).map { UInt16(($0 * 37 + number * 101) % 256) })
        })

    private func model() throws -> Model {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: .mlp(hidden: [6], activation: .tanh), imageSize: images.size, bitDepth: .eight,
                latentCount: 1, likelihood: .bernoulli))
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        // Posteriors near the prior, so that no weight outweighs all others.
        let posterior = parameters[network.layout.slots.first { $0.name == "encoder.posterior.weight" }!]
        KernelSet.current.scale(posterior, by: 0.2, offset: 0, into: posterior)
        return Model(network: network, parameters: parameters)
    }

    private func likelihood(_ model: Model, samples: Int, threads: Int = 2, seed: UInt64 = 1) throws
        -> ImportanceLikelihood
    {
        try ImportanceLikelihood(
            of: images, by: Inference(model, pool: WorkerPool(threads: threads)), samples: samples,
            density: DensityOptions(seed: seed))
    }

    /// log ∫ p(x | z) p(z) dz on a fine grid, of a model with one latent.
    @Test func itIsTheIntegral() throws {
        let model = try model()
        let weights = NetworkWeights(model.network, parameters: model.parameters, backward: false)
        weights.pack(pool: pool)
        let workspace = LaneWorkspace(model.network, capacity: 1, backward: false)
        let (points, step) = (2001, 0.008)
        var sums = [ImportanceSum](repeating: ImportanceSum(), count: images.count)
        for index in 0..<images.count {
            workspace.load(
                index, of: images, at: 0, binarization: .none,
                from: RandomStream(seed: 0, purpose: .tests))
            for point in 0..<points {
                let latent = Float(Double(point - points / 2) * step)
                workspace.latents[0] = latent
                let outputs = model.network.decode(images: 1, weights: weights, workspace: workspace)
                let distortion = model.network.likelihood.distortion(
                    outputs: outputs, levels: workspace.levels, weight: 0, gradient: nil)
                sums[index].add(StandardNormalPrior.logDensity(of: [latent]) - distortion)
            }
        }
        let exact = sums.reduce(0) { $0 - ($1.logMean + log(Double(points) * step)) } / Double(images.count)
        let estimate = try likelihood(model, samples: 20_000).overall
        #expect(abs(estimate.negativeLogLikelihood - exact) < 2e-3, "\(estimate.negativeLogLikelihood), not \(exact)")
        #expect(estimate.leastEffectiveSamples > 5000 && estimate.effectiveSamples <= 20_000)
        // Fewer samples give a looser bound; one gives the evidence lower bound.
        let one = try likelihood(model, samples: 1).overall
        #expect(one.negativeLogLikelihood > exact && one.effectiveSamples == 1)
    }

    @Test func theSameSeedGivesTheSameFiguresWithAnyThreads() throws {
        let model = try model()
        #expect(try likelihood(model, samples: 1500).overall == likelihood(model, samples: 1500, threads: 1).overall)
        #expect(try likelihood(model, samples: 50).overall != likelihood(model, samples: 50, seed: 2).overall)
    }

    /// A prior of the model's own enters by its density: the standard normal as a flow would be, draw by draw.
    @Test func anotherPriorsDensityEnters() throws {
        struct Shifted: Prior {
            let classNames: [String] = []
            // What is trained apart from the network.
            let configuration = PriorConfiguration.flow(FlowConfiguration())
            var parameters: PriorParameters? { nil }
            let shift: Double
            func latents(
                fromNoise noise: Latents, classes: [PriorClass], transport: Transport, pool: WorkerPool
            ) -> Latents { noise }
            func noise(
                ofLatents latents: Latents, classes: [Int?], transport: Transport, pool: WorkerPool
            ) -> Latents { latents }
            func logDensities(
                of latents: Latents, classes: [Int?], options: DensityOptions, pool: WorkerPool
            ) -> [Double] { (0..<latents.count).map { StandardNormalPrior.logDensity(of: latents[$0]) + shift } }
        }
        let model = try model()
        let plain = try likelihood(model, samples: 100).overall
        let shifted = try likelihood(model.with(prior: Shifted(shift: 2)), samples: 100).overall
        #expect(abs(plain.negativeLogLikelihood - 2 - shifted.negativeLogLikelihood) < 1e-4)
    }
}
