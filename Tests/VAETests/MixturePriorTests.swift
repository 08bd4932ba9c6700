import Foundation
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct MixturePriorTests {
    private let pool = WorkerPool(threads: 2)
    private let classes = [PriorClass](repeating: .any, count: 200)
    private let unknown = [Int?](repeating: nil, count: 200)

    /// Three components in three dimensions, one of them narrow and far away.
    private let prior = MixturePrior(
        logWeights: [0, log(2), log(0.5)],
        means: Latents(dimension: 3, values: [-1, 0, 2, 1.5, -2, 0, 6, 6, -6]),
        logVariances: Latents(dimension: 3, values: [0, -1, 0.5, -2, 1, 0, -6, -6, -6]))

    private func noise(_ rows: Int) -> Latents {
        let buffer = Buffer(count: rows * 3)
        RandomStream(seed: 4, purpose: .tests).fillNormal(buffer)
        return Latents(dimension: 3, values: buffer.values)
    }

    @Test func quantilesInvertTheDistribution() {
        for x in stride(from: -9.0, through: 9, by: 0.37) {
            let found = NormalDistribution.quantile(
                NormalDistribution.cdf(x), complement: NormalDistribution.cdf(-x))
            #expect(abs(found - x) < 1e-9, "\(x): \(found)")
        }
    }

    @Test func noiseLeadsToLatentsAndBack() {
        let noise = noise(200)
        let latents = prior.latents(fromNoise: noise, classes: classes, transport: Transport(), pool: pool)
        let back = prior.noise(ofLatents: latents, classes: unknown, transport: Transport(), pool: pool)
        // Latents are rounded to floats, which matters in the narrow component.
        #expect(zip(back.values, noise.values).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    /// If the mixture is a single normal distribution, the map from noise is affine.
    @Test func oneComponentIsAnAffineMap() {
        let one = MixturePrior(
            logWeights: [3], means: Latents(dimension: 3, values: [1, 2, 3]),
            logVariances: Latents(dimension: 3, values: [0, 2, -2]))
        let noise = noise(200)
        let latents = one.latents(fromNoise: noise, classes: classes, transport: Transport(), pool: pool)
        for (index, value) in latents.values.enumerated() {
            let (means, logs): ([Float], [Float]) = ([1, 2, 3], [0, 1, -1])
            let expected = means[index % 3] + exp(logs[index % 3]) * noise.values[index]
            #expect(abs(value - expected) < 1e-5)
        }
    }

    /// Draws have the stated shares of the components and the stated means.
    @Test func drawsHaveTheStatedMoments() {
        let count = 20_000
        let buffer = Buffer(count: 3 * count)
        RandomStream(seed: 5, purpose: .tests).fillNormal(buffer)
        let latents = prior.latents(
            fromNoise: Latents(dimension: 3, values: buffer.values),
            classes: [PriorClass](repeating: .any, count: count), transport: Transport(), pool: pool)
        // The shares of the components are right: draws of the far one are unmistakable, and the others' means are
        // known.
        let far = (0..<count).filter { latents[$0].first! > 4 && latents[$0].last! < -4 }.count
        #expect(abs(Double(far) / Double(count) - 1 / 7) < 0.01)
        for index in 0..<3 {
            let mean = (0..<count).reduce(0.0) { $0 + Double(latents.values[$1 * 3 + index]) } / Double(count)
            let centres: [[Double]] = [[-1, 1.5, 6], [0, -2, 6], [2, 0, -6]]
            let expected = (2 * centres[index][0] + 4 * centres[index][1] + centres[index][2]) / 7
            #expect(abs(mean - expected) < 0.06, "\(mean), not \(expected)")
        }
    }

    /// log p follows from the change of variables by the map from noise.
    @Test func densitiesFollowFromTheMapFromNoise() {
        let noise = noise(20)
        func latents(_ noise: Latents) -> Latents {
            prior.latents(
                fromNoise: noise, classes: Array(classes.prefix(noise.count)), transport: Transport(), pool: pool)
        }
        let densities = prior.logDensities(
            of: latents(noise), classes: Array(unknown.prefix(20)), options: DensityOptions(), pool: pool)
        for row in 0..<20 where Array(latents(noise)[row])[0] < 4 {
            // The map is triangular: its determinant is the product of each latent's slope with respect to its own
            // noise.
            var logDeterminant = 0.0
            for index in 0..<3 {
                var (low, high) = (Array(noise[row]), Array(noise[row]))
                low[index] -= 0.01
                high[index] += 0.01
                let moved = latents(Latents(dimension: 3, values: low + high))
                logDeterminant += log(Double(moved.values[3 + index] - moved.values[index]) / 0.02)
            }
            let expected = StandardNormalPrior.logDensity(of: noise[row]) - logDeterminant
            #expect(abs(densities[row] - expected) < 0.02, "\(densities[row]), not \(expected)")
        }
    }
}
