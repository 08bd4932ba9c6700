import Foundation
import Kernels
import Platform
import Testing
import VAE
@testable import Training

@Suite struct MixtureFittingTests {
    private let pool = WorkerPool(threads: 2)

    /// Posteriors around three centres in two dimensions.
    private func posteriors(_ count: Int, seed: UInt64) -> Posteriors {
        let noise = Buffer(count: 2 * count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(noise)
        let centres: [[Float]] = [[-4, 0], [4, 1], [0, 6]]
        return Posteriors(
            means: Latents(
                dimension: 2, values: (0..<2 * count).map { centres[$0 / 2 % 3][$0 % 2] + 0.5 * noise[$0] }),
            logVariances: Latents(dimension: 2, values: [Float](repeating: log(0.25), count: 2 * count)))
    }

    private func bound(_ components: Int) -> Double {
        let fitting = MixtureFitting(posteriors(300, seed: 1), pool: pool)
        return fitting.bound(fitting.mixture(components: components, seed: 3) { _ in })
    }

    /// Fitting finds three groups: three components with a third of the weight each, and the variance of means and
    /// posteriors together.
    @Test func theGroupsAreFound() throws {
        let prior = MixtureFitting(posteriors(300, seed: 1), pool: pool)
            .best(heldOut: posteriors(90, seed: 2), seed: 3) { _ in }
        guard case .mixture(let mixture) = prior.configuration else {
            Issue.record("no mixture")
            return
        }
        // These are the next numbers above three that are tried.
        #expect(mixture.components == 5 || mixture.components == 10)
        let three = MixtureFitting(posteriors(300, seed: 1), pool: pool).mixture(components: 3, seed: 3) { _ in }
        // The density at a centre is a third of that of N(centre, 0.25 + 0.25).
        let density = three.logDensities(
            of: Latents(dimension: 2, values: [-4, 0, 4, 1, 0, 6]), classes: [nil, nil, nil], options: DensityOptions(),
            pool: pool)
        let expected = log(1 / 3.0) - log(2 * Double.pi * 0.5)
        #expect(density.allSatisfy { abs($0 - expected) < 0.2 }, "\(density), not \(expected)")
    }

    @Test func moreComponentsFitBetterUpToTheGroups() {
        #expect(bound(1) < bound(2) && bound(2) < bound(3))
    }

    @Test func theSameSeedGivesTheSameMixture() {
        let fitting = MixtureFitting(posteriors(60, seed: 1), pool: pool)
        let other = MixtureFitting(posteriors(60, seed: 1), pool: WorkerPool(threads: 1))
        func values(_ fitting: MixtureFitting) -> [Float]? {
            fitting.mixture(components: 4, seed: 1) { _ in }.parameters?.arena.buffer.values
        }
        #expect(values(fitting) == values(other))
    }
}
