import GreyImages
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct LatentTraversalTests {
    private let pool = WorkerPool(threads: 2)
    private let own: [Float] = [1, 2, 5]

    private func traversal(_ axes: LatentTraversal.Axes, limit: Int = 3) throws -> LatentTraversal {
        let model = try Model.untrained(
            ModelConfiguration(
                architecture: .mlp(hidden: [8], activation: .tanh), imageSize: ImageSize(width: 4, height: 4),
                bitDepth: .eight, latentCount: 3, likelihood: .logistic))
        return try LatentTraversal(
            of: own[...], along: axes, inference: Inference(model, pool: pool),
            options: TraversalOptions(reach: 2, limit: limit, steps: 5, seed: 1))
    }

    @Test func aDimensionIsSweptAlone() throws {
        let traversal = try traversal(.dimensions)
        #expect(Set(traversal.sweeps.map(\.index)) == [0, 1, 2])
        let changes = traversal.sweeps.map(\.change)
        #expect(changes == changes.sorted(by: >) && changes[2] > 0)
        let latents = traversal.latents
        #expect(latents.count == 15)
        for (row, sweep) in traversal.sweeps.enumerated() {
            for step in 0..<5 {
                var expected = own
                expected[sweep.index] = sweep.values[step]
                #expect(Array(latents[5 * row + step]) == expected)
            }
            // What the standard normal has, within the error of 256 draws.
            #expect(abs(sweep.values[0] + 2) < 0.5 && abs(sweep.values[4] - 2) < 0.5 && abs(sweep.values[2]) < 0.3)
        }
    }

    /// What is orthogonal to a component stays, and along it the image goes through where the latents lie.
    @Test func aComponentIsSweptAlone() throws {
        // Deviations of 3 along (3, 4) / 5, 1 along (-4, 3) / 5, about (7, 0, 2).
        let latents = Latents(
            dimension: 3,
            values: ([(3, 1), (3, -1), (-3, 1), (-3, -1)] as [(Float, Float)]).flatMap { a, b -> [Float] in
                [0.6 * a - 0.8 * b + 7, 0.8 * a + 0.6 * b, 2]
            })
        let traversal = try traversal(.components(of: latents))
        #expect(traversal.sweeps.map(\.index) == [0, 1], "nothing varies along the third")
        #expect(abs((traversal.sweeps[0].varianceShare ?? 0) - 0.9) < 1e-5)
        for (row, (along, across, extent)) in [([0.6, 0.8], [-0.8, 0.6], 6.0), ([0.8, -0.6], [0.6, 0.8], 2.0)]
            .enumerated()
        {
            func dot(_ values: ArraySlice<Float>, _ other: [Double]) -> Double {
                zip(values, other).reduce(0) { $0 + Double($1.0) * $1.1 }
            }
            let centre = 7 * along[0]
            for step in 0..<5 {
                let moved = traversal.latents[5 * row + step]
                let expected = centre + extent * (Double(step) / 2 - 1)
                #expect(abs(dot(moved, along) - expected) < 1e-4)
                #expect(abs(dot(moved, across) - dot(own[...], across)) < 1e-4)
                #expect(moved.last == 5)
            }
        }
        #expect(try self.traversal(.components(of: latents), limit: 1).sweeps.count == 1)
    }
}
