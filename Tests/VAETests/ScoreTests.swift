import Platform
import Testing
@testable import VAE

@Suite struct ScoreTests {
    private let pool = WorkerPool(threads: 2)

    /// Expects that a prior's score is the gradient of its log density, by central differences.
    private func expectScore(_ prior: any Prior, dimension: Int) throws {
        let latents = Latents(dimension: dimension, values: uniformFloats(4 * dimension, seed: 2).map { 2 * $0 })
        let classes = [Int?](repeating: nil, count: 4)
        let scores = try #require(prior.scores(of: latents, classes: classes, pool: pool))
        let step: Float = 1e-2
        for index in 0..<dimension {
            func densities(_ by: Float) -> [Double] {
                var values = latents.values
                for row in 0..<4 { values[row * dimension + index] += by }
                return prior.logDensities(
                    of: Latents(dimension: dimension, values: values), classes: classes, options: DensityOptions(),
                    pool: pool)
            }
            for (row, (above, below)) in zip(densities(step), densities(-step)).enumerated() {
                let expected = (above - below) / Double(2 * step)
                #expect(abs(Double(scores.values[row * dimension + index]) - expected) < 2e-3 * max(1, abs(expected)))
            }
        }
    }

    @Test func normal() throws { try expectScore(StandardNormalPrior(), dimension: 3) }

    @Test func mixture() throws {
        try expectScore(
            MixturePrior(
                logWeights: [0.3, -0.2, 0.9], means: Latents(dimension: 2, values: [0, 1, -1, 0.5, 1.5, -0.7]),
                logVariances: Latents(dimension: 2, values: [0, -0.5, 0.3, -1, 0.1, 0.2])), dimension: 2)
    }

    @Test func pseudoInputs() throws {
        try expectScore(try Tiny.model(Tiny.vamp, seed: 3).prior, dimension: Tiny.vamp.latentCount)
    }

    @Test func laddersHaveNoScore() throws {
        let prior = try Tiny.model(Tiny.ladder).prior
        let latents = Latents(
            dimension: Tiny.ladder.latentCount, values: uniformFloats(Tiny.ladder.latentCount, seed: 1))
        #expect(prior.scores(of: latents, classes: [nil], pool: pool) == nil)
    }
}
