import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Evaluation

@Suite struct PriorLikelihoodTests {
    /// A small model with starting values.
    private func model() throws -> Model {
        let network = try VariationalAutoencoder(
            ModelConfiguration(
                architecture: .conv(channels: [3], hidden: 5), imageSize: ImageSize(width: 6, height: 5),
                bitDepth: .eight, latentCount: 4, likelihood: .logistic))
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: 1)
        return Model(network: network, parameters: parameters)
    }

    private let images = ImageDataset(
        images: (0..<400).map { number in
            GreyImage(
                size: ImageSize(width: 6, height: 5), bitDepth: .eight,
                samples: (0..<30).map { UInt16(($0 * 37 + number * 101) % 256) })
        })

    private func likelihood(_ model: Model, seed: UInt64 = 3) throws -> LikelihoodSummary {
        try PriorLikelihood(
            of: images, by: Inference(model, pool: WorkerPool(threads: 2)),
            density: DensityOptions(steps: 4, seed: seed)
        ).summary
    }

    /// The mean of single draws is the divergence, within five standard errors of 400; the distortions are the same.
    @Test func theStandardPriorGivesTheUsualBound() throws {
        let model = try model()
        let usual = try LikelihoodReport(Inference(model, pool: WorkerPool(threads: 1)), images: images, seed: 3)
            .overall
        let own = try likelihood(model)
        #expect(own.distortion == usual.distortion && own.images == 400)
        // log q - log p of a draw has about a variance of one for each dimension whose posterior has narrowed.
        #expect(abs(own.rate - usual.rate) < 5 * (4 / 400.0).squareRoot())
        #expect(own.rate != usual.rate)
    }

    /// A flow that begins as the identity on standardised latents is near the posterior's own spread.
    @Test func aFlowsBoundIsFinite() throws {
        let plain = try model()
        let network = try VelocityNetwork(FlowConfiguration(width: 8, blocks: 1), latentMap: nil, latentCount: 4)
        let arena = Arena(network.layout)
        network.layout.initialize(arena, seed: 1)
        network.measureScale(
            of: try Inference(plain, pool: WorkerPool(threads: 1)).posteriors(of: images), into: arena)
        let flow = plain.with(prior: FlowPrior(network: network, arena: arena))
        let summary = try likelihood(flow)
        #expect(try summary.rate.isFinite && summary.rate != likelihood(plain).rate)
        #expect(try likelihood(flow) == summary)
    }
}
