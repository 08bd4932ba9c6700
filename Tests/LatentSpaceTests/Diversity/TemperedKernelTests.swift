import Foundation
import Kernels
import Platform
import Testing
import VAE
@testable import LatentSpace

/// λ leads from plain draws to the most varied set.
@Suite struct TemperedKernelTests {
    private let pool = WorkerPool(threads: 1)

    private func normals(_ count: Int, seed: UInt64) -> [Float] {
        let numbers = Buffer(count: count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(numbers)
        return numbers.values
    }

    /// Ten items of two features and uneven qualities, by which all sets of three can be gone through.
    private func smallKernel(_ diversity: Double) -> DiversityKernel {
        DiversityKernel(
            Similarity(Latents(dimension: 2, values: normals(20, seed: 4)), pool: pool),
            qualities: (0..<10).map { 0.2 + Double($0 * 7 % 10) / 12 }, diversity: diversity)
    }

    /// The probability of each of ten items to be among three, by enumeration.
    private func enumerated(_ matrix: [Double]) -> [Double] {
        var (probabilities, total) = ([Double](repeating: 0, count: 10), 0.0)
        func at(_ i: Int, _ j: Int) -> Double { matrix[i * 10 + j] }
        for a in 0..<10 {
            for b in 0..<a {
                for c in 0..<b {
                    let determinant =
                        at(a, a) * (at(b, b) * at(c, c) - at(b, c) * at(b, c))
                        - at(a, b) * (at(a, b) * at(c, c) - at(b, c) * at(a, c))
                        + at(a, c) * (at(a, b) * at(b, c) - at(b, b) * at(a, c))
                    total += determinant
                    for item in [a, b, c] { probabilities[item] += determinant }
                }
            }
        }
        return probabilities.map { $0 / total }
    }

    @Test(arguments: [0, 0.25, 0.5, 0.75, 1.0]) func inclusionProbabilitiesAreExact(diversity: Double) {
        let kernel = smallKernel(diversity)
        let expected = enumerated(kernel.tempered(drawing: 3).matrix())
        let probabilities = kernel.process(drawing: 3).process.inclusionProbabilities(3)
        #expect(abs(probabilities.reduce(0, +) - 3) < 1e-9)
        #expect(zip(probabilities, expected).allSatisfy { abs($0 - $1) < 1e-8 })
        // What is told of the chosen is how often they are.
        let (process, draws) = (kernel.process(drawing: 3).process, 2000)
        var frequencies = [Double](repeating: 0, count: 10)
        for draw in 0..<draws {
            let stream = RandomStream(seed: 5, purpose: .tests, item: draw)
            for item in process.draw(3, from: stream) { frequencies[item] += 1 / Double(draws) }
        }
        let selection = DiverseSelection(3, of: kernel, method: .dpp, seed: 5)
        for (item, probability) in zip(selection.items, selection.inclusionProbabilities!) {
            #expect(abs(probability - expected[item]) < 1e-8)
        }
        for item in 0..<10 {
            let spread = (expected[item] * (1 - expected[item]) / Double(draws)).squareRoot()
            #expect(abs(frequencies[item] - expected[item]) < 4.5 * spread + 1e-6)
        }
    }

    /// At λ = 0 whatever the qualities are, every set is as likely.
    @Test func noDiversityIsPlain() {
        let tempered = smallKernel(0).tempered(drawing: 3)
        #expect(tempered.strength == 0 && tempered.weights.allSatisfy { $0 == 1 })
    }

    /// At every step of λ, sets of 10 of 90 candidates are more varied, even where quality prefers what is in the middle;
    /// and at λ = 1 they are nearly as varied as those that greedy selection finds. Means of thirty draws from each of three
    /// pools: in all directions alike, in clusters, and in few directions.
    @Test(arguments: [0, 1, 2]) func varietyRisesWithDiversity(recipe: Int) {
        let (count, dimension, k) = (90, recipe == 2 ? 5 : 16, 10)
        var values = normals(count * dimension, seed: UInt64(recipe + 1))
        if recipe == 1 {
            // A quarter of the items about each of four centres.
            let centres = normals(4 * dimension, seed: 9)
            for place in values.indices {
                let centre = centres[place / dimension % 4 * dimension + place % dimension]
                values[place] = 0.6 * values[place] + 2 * centre
            }
        }
        let similarity = Similarity(Latents(dimension: dimension, values: values), pool: pool)
        let lengths = (0..<count).map { row in
            values[row * dimension..<(row + 1) * dimension].reduce(0) { $0 + Double($1 * $1) } / Double(dimension)
        }
        func vendi(_ items: [Int]) -> Double {
            DiversityMeasures.vendiScore(
                SymmetricEigen(similarity.matrix(of: items), size: items.count).values)
        }
        let scores = [0, 0.25, 0.5, 0.75, 1].map { diversity -> Double in
            let kernel = DiversityKernel(similarity, qualities: lengths.map { exp(-$0) }, diversity: diversity)
            let process = kernel.process(drawing: k).process
            return (0..<30).reduce(0) { sum, draw in
                sum + vendi(process.draw(k, from: RandomStream(seed: 3, purpose: .tests, item: draw)))
                    / 10
            }
        }
        for (lower, higher) in zip(scores, scores.dropFirst()) { #expect(higher > lower, "\(scores)") }
        let target = DiversityKernel(similarity, qualities: lengths.map { _ in 1 }, diversity: 1)
        let greedy = vendi(GreedySelection(k, of: target).items)
        #expect(scores[4] > 0.9 * greedy, "\(scores), greedy \(greedy)")
    }
}
