import GreyImages
import Kernels
import LatentSpace
import Testing
import VAE

@Suite struct PriorSamplerTests {
    private func sampler(latents: Int) throws -> PriorSampler {
        PriorSampler(
            try Model.untrained(
                ModelConfiguration(
                    architecture: .mlp(hidden: [2]), imageSize: ImageSize(width: 2, height: 2), bitDepth: .eight,
                    latentCount: latents, likelihood: .bernoulli)))
    }

    @Test func aRowDependsOnTheSeedAndItsNumberAlone() throws {
        let sampler = try sampler(latents: 7)
        let hundred = try sampler.draw(100, seed: 3)
        #expect(hundred.count == 100 && hundred.dimension == 7)
        #expect(try sampler.draw(10, seed: 3).values == Array(hundred.values.prefix(70)))
        #expect(Set((0..<100).map { Array(hundred[$0]) }).count == 100)
        #expect(try Set(sampler.draw(100, seed: 4).values).intersection(hundred.values).count < 5)
        #expect(try sampler.draw(0, seed: 3).count == 0)
    }

    @Test func theTemperatureScales() throws {
        let sampler = try sampler(latents: 5)
        let whole = try sampler.draw(20, seed: 1)
        let half = try sampler.draw(20, seed: 1, temperature: 0.5)
        #expect(half.values == whole.values.map { $0 * 0.5 })
        #expect(try sampler.draw(2, seed: 1, temperature: 0).values.allSatisfy { $0 == 0 })
    }

    /// Five standard errors of the mean and the variance of 50,000 normal numbers.
    @Test func drawsAreStandardNormal() throws {
        let values = try sampler(latents: 50).draw(1000, seed: 2).values.map(Double.init)
        let mean = values.reduce(0, +) / 50_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 50_000
        #expect(abs(mean) < 5 / 50_000.0.squareRoot())
        #expect(abs(variance - 1) < 5 * (2 / 50_000.0).squareRoot())
    }
}
