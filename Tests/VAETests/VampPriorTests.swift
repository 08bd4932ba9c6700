import Kernels
import Platform
import Testing
@testable import VAE

@Suite struct VampPriorTests {
    private let pool = WorkerPool(threads: 2)

    /// The rate of a draw is log q(latent | image) - log p(latent). The mixture prior gives the latter in double
    /// precision.
    @Test(arguments: [Tiny.vamp, Tiny.vampConv]) func ratesAreThoseOfThePrior(configuration: ModelConfiguration) throws
    {
        let model = try Tiny.model(configuration)
        let images = Tiny.images(3, for: configuration)
        let inference = Inference(model, pool: pool)
        let draws = inference.drawTerms(of: images, indices: [0, 1, 2], draws: 0..<70, seed: 5, wantsLatents: true)
        let latents = try #require(draws.latents)
        let posteriors = try inference.posteriors(of: images)
        #expect(model.prior.configuration == .vamp)
        let densities = model.prior.logDensities(
            of: latents, classes: [Int?](repeating: nil, count: latents.count), options: DensityOptions(), pool: pool)
        for row in 0..<latents.count {
            let posterior = MixturePrior(
                logWeights: [0],
                means: Latents(dimension: latents.dimension, values: Array(posteriors.means[row / 70])),
                logVariances: Latents(dimension: latents.dimension, values: Array(posteriors.logVariances[row / 70])))
            let own = posterior.logDensities(
                of: Latents(dimension: latents.dimension, values: Array(latents[row])), classes: [nil],
                options: DensityOptions(), pool: pool)[0]
            #expect(abs(draws.terms[row].rate - (own - densities[row])) < 1e-4, "row \(row)")
        }
    }

    /// The components are the posteriors of the pseudo-inputs: an image that equals a pseudo-input has that component
    /// as its posterior.
    @Test func componentsArePosteriors() throws {
        let model = try Tiny.model(Tiny.vamp)
        let pseudoInputs = try #require(model.network.vamp?.pseudoInputs)
        let images = Tiny.images(1, for: Tiny.vamp)
        let pixels = Buffer(count: pseudoInputs.pixelCount)
        pixels.withMutableSpan { images.copyLevels(of: 0, into: &$0) }
        for index in 0..<pseudoInputs.count {
            // A pseudo-input beyond white counts as white.
            model.parameters[pseudoInputs.slot][row: index, of: pseudoInputs.pixelCount].copy(
                from: Buffer(pixels.values.map { $0 == 255 ? 3 : $0 / 255 * 2 - 1 }))
        }
        let posterior = try Inference(model, pool: pool).posteriors(of: images)
        let expected = MixturePrior(
            logWeights: [0], means: posterior.means, logVariances: posterior.logVariances)
        let points = Latents(dimension: 3, values: uniformFloats(30, seed: 3))
        let classes = [Int?](repeating: nil, count: 10)
        func densities(_ prior: any Prior) -> [Double] {
            prior.logDensities(of: points, classes: classes, options: DensityOptions(), pool: pool)
        }
        #expect(zip(densities(model.prior), densities(expected)).allSatisfy { abs($0 - $1) < 1e-4 })
        let noise = model.prior.noise(ofLatents: points, classes: classes, transport: Transport(), pool: pool)
        let back = model.prior.latents(fromNoise: noise, classes: classes, transport: Transport(), pool: pool)
        #expect(zip(back.values, points.values).allSatisfy { abs($0 - $1) < 1e-3 })
    }
}
