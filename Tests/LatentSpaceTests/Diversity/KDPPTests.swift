import Foundation
import Kernels
import Testing

@testable import LatentSpace

@Suite struct KDPPTests {
    /// A positive definite kernel over 12 items, some alike and of different weights, by a recipe: item i lies at
    /// (cos i, i² mod 7 / 5) and weighs 1 + i / 20.
    private static let kernel: [Double] = {
        let points = (0..<12).map { (cos(Double($0)), Double($0 * $0 % 7) / 5) }
        return (0..<144).map { place in
            let (i, j) = (place / 12, place % 12)
            let (x, y) = (points[i].0 - points[j].0, points[i].1 - points[j].1)
            return (1 + Double(i) / 20) * (1 + Double(j) / 20) * exp(-2 * (x * x + y * y)) + (i == j ? 0.01 : 0)
        }
    }()

    /// det of some rows and columns, by Gauss's elimination.
    private func determinant(_ items: [Int], _ kernel: [Double] = kernel, size: Int = 12) -> Double {
        var rows = items.map { row in items.map { kernel[row * size + $0] } }
        var product = 1.0
        for k in rows.indices {
            product *= rows[k][k]
            guard rows[k][k] != 0 else { return 0 }
            for row in k + 1..<max(rows.count, k + 1) {
                let factor = rows[row][k] / rows[k][k]
                for column in k..<rows.count { rows[row][column] -= factor * rows[k][column] }
            }
        }
        return product
    }

    private func subsets(_ k: Int, of count: Int) -> [[Int]] {
        (0..<1 << count).filter { $0.nonzeroBitCount == k }.map { bits in
            (0..<count).filter { bits >> $0 & 1 == 1 }
        }
    }

    /// The probability of every item to be among k, by enumeration of all sets.
    private func exactProbabilities(_ k: Int) -> [Double] {
        let sets = subsets(k, of: 12).map { ($0, determinant($0)) }
        let total = sets.reduce(0) { $0 + $1.1 }
        var probabilities = [Double](repeating: 0, count: 12)
        for (items, weight) in sets { for item in items { probabilities[item] += weight / total } }
        return probabilities
    }

    @Test(arguments: [1, 3, 5, 12]) func inclusionProbabilitiesAreThoseOfEnumeration(k: Int) {
        let process = KDPP(kernel: Self.kernel, itemCount: 12)
        #expect(process.rank == 12)
        let probabilities = process.inclusionProbabilities(k)
        #expect(zip(probabilities, exactProbabilities(k)).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(abs(probabilities.reduce(0, +) - Double(k)) < 1e-9)
    }

    /// 20,000 draws of four: how often each item, and each of the 66 pairs, is among them. Σ (seen - expected)² / expected
    /// is about chi-squared; the bounds are its 99.99th percentiles.
    @Test func drawsHaveTheProbabilitiesOfEnumeration() {
        let (process, k, draws) = (KDPP(kernel: Self.kernel, itemCount: 12), 4, 20_000)
        var (single, pairs) = ([Double](repeating: 0, count: 12), [Double](repeating: 0, count: 144))
        for draw in 0..<draws {
            let items = process.draw(k, from: RandomStream(seed: 5, purpose: .tests, item: draw)).sorted()
            #expect(Set(items).count == k)
            for (place, item) in items.enumerated() {
                single[item] += 1
                for other in items[(place + 1)...] { pairs[item * 12 + other] += 1 }
            }
        }
        let sets = subsets(k, of: 12).map { ($0, determinant($0)) }
        let total = sets.reduce(0) { $0 + $1.1 }
        var (expectedSingle, expectedPairs) = (single.map { _ in 0.0 }, pairs.map { _ in 0.0 })
        for (items, weight) in sets {
            let share = weight / total * Double(draws)
            for (place, item) in items.enumerated() {
                expectedSingle[item] += share
                for other in items[(place + 1)...] { expectedPairs[item * 12 + other] += share }
            }
        }
        func distance(_ seen: [Double], _ expected: [Double]) -> Double {
            zip(seen, expected).reduce(0) { $1.1 > 0 ? $0 + pow($1.0 - $1.1, 2) / $1.1 : $0 }
        }
        #expect(distance(single, expectedSingle) < 37, "11 degrees of freedom")
        #expect(distance(pairs, expectedPairs) < 115, "at most 65 degrees of freedom")
    }

    /// With fewer rows than items, both forms are the same process.
    @Test func theDualFormIsTheSame() {
        let numbers = Buffer(count: 5 * 12)
        RandomStream(seed: 2, purpose: .tests).fillNormal(numbers)
        let factor = numbers.values.map(Double.init)
        let kernel = (0..<144).map { place -> Double in
            let (item, other) = (place / 12, place % 12)
            return (0..<5).reduce(0.0) { sum, row in sum + factor[row * 12 + item] * factor[row * 12 + other] }
        }
        let dual = KDPP(factor: factor, rowCount: 5, itemCount: 12)
        let plain = KDPP(kernel: kernel, itemCount: 12)
        #expect(dual.rank == 5 && plain.rank == 5)
        for k in 1...5 {
            #expect(
                zip(dual.inclusionProbabilities(k), plain.inclusionProbabilities(k)).allSatisfy { abs($0 - $1) < 1e-9 })
        }
        let drawn = dual.draw(5, from: RandomStream(seed: 1, purpose: .tests))
        #expect(Set(drawn).count == 5)
    }

    @Test func copiesNeverComeTogether() {
        // Items 0 and 1 are the same, 2 is another.
        let process = KDPP(kernel: [1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1], itemCount: 3)
        #expect(process.rank == 2)
        for draw in 0..<200 {
            let items = process.draw(2, from: RandomStream(seed: 7, purpose: .tests, item: draw))
            #expect(items.contains(2) && Set(items).count == 2)
        }
    }

    /// log e of all degrees of (1, 2, 3, 4): 10, 35, 50, 24.
    @Test func symmetricPolynomials() {
        let polynomials = SymmetricPolynomials(logValues: [1, 2, 3, 4].map { log($0) }, largest: 4)
        let values = (0...4).map { exp(polynomials[$0, 4]) }
        #expect(zip(values, [1, 10, 35, 50, 24]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(abs(exp(polynomials[2, 3]) - 11) < 1e-9 && polynomials[3, 2] == -.infinity)
    }
}
