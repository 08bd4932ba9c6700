import GreyImages
import Platform
import Testing
import VAE
@testable import LatentSpace

@Suite struct DiverseChoiceTests {
    private let workers = WorkerPool(threads: 2)

    /// Candidates of a small model, every third of another kind.
    private func pool(_ count: Int, features: CandidateFeatures = .encoder) throws -> CandidatePool {
        let model = try Model.untrained(
            ModelConfiguration(
                architecture: .mlp(hidden: [12], activation: .tanh), imageSize: ImageSize(width: 6, height: 5),
                bitDepth: .eight, latentCount: 3, likelihood: .logistic))
        let latents = try PriorSampler(model).draw(count, seed: 3)
        var seen: [Int] = []
        let pool = try CandidatePool(
            Candidates(
                latents: latents, numbers: Array(0..<count), kinds: (0..<count).map { $0 % 3 == 0 ? 1 : 0 },
                classes: [Int?](repeating: nil, count: count)),
            inference: Inference(model, pool: workers), features: features, seed: 1
        ) { seen.append($0) }
        #expect(seen.last == count)
        return pool
    }

    @Test(arguments: CandidateFeatures.allCases) func featuresAreOfUnitVarianceAndUncorrelated(kind: CandidateFeatures)
        throws
    {
        let features = try pool(400, features: kind).features
        #expect(features.count == 400 && (2...16).contains(features.dimension))
        for first in 0..<features.dimension {
            for second in 0...first {
                let product = (0..<400).reduce(0.0) {
                    $0 + Double(features.values[$1 * features.dimension + first])
                        * Double(features.values[$1 * features.dimension + second]) / 400
                }
                #expect(abs(product - (first == second ? 1 : 0)) < 0.02)
            }
        }
        let same = CandidatePool.whitened(Latents(dimension: 3, values: [1, 2, 3, 1, 2, 3]))
        #expect(same.count == 2 && same.dimension == 1)
    }

    @Test func kindsKeepTheirSharesOrDont() throws {
        let pool = try pool(200)
        let diversity = SampleDiversity(0.7, method: .dpp)
        let order = [1, 0, 0, 1, 0, 0, 0]
        let balanced = DiverseChoice(
            .kinds(order), from: pool, diversity: diversity, seed: 2, workers: workers)
        #expect(balanced.samples.map(\.kind) == order)
        #expect(balanced.samples.allSatisfy { pool.kinds[$0.candidate] == $0.kind })
        #expect(Set(balanced.samples.map(\.candidate)).count == 7)
        let free = DiverseChoice(.any(7), from: pool, diversity: diversity, seed: 2, workers: workers)
        #expect(free.samples.count == 7 && free.samples.map(\.candidate) == free.samples.map(\.candidate).sorted())
        #expect(abs(free.samples.reduce(0) { $0 + $1.weight } - 7) < 1e-9)
    }

    /// At ½ the chosen are more varied than plain samples, and no less usual.
    @Test func theChosenAreVariedAndUsual() throws {
        let pool = try pool(500)
        let choice = DiverseChoice(
            .any(25), from: pool, diversity: SampleDiversity(0.5, method: .greedy), seed: 2, workers: workers)
        #expect(choice.after.vendiScore! > 1.1 * choice.before.vendiScore!)
        #expect(choice.typicalityAfter > choice.typicalityBefore - 0.05)
    }
}
