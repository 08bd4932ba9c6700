import Foundation
import Testing
import VAE

@Suite struct ImportanceSumTests {
    private func sum(_ logWeights: [Double]) -> ImportanceSum {
        logWeights.reduce(into: ImportanceSum()) { $0.add($1) }
    }

    @Test func theSumIsTheMeanOfTheWeightsInAnyOrder() {
        let weights = [0.5, 2, 0.125, 3]
        let expected = log(weights.reduce(0, +) / 4)
        let squares = weights.reduce(0) { $0 + $1 * $1 }
        for order in [weights, weights.reversed(), weights.sorted()] {
            // These weights are far below the smallest exponential that a number can hold.
            let far = sum(order.map { log($0) - 5000 })
            #expect(abs(far.logMean - (expected - 5000)) < 1e-9)
            #expect(abs(far.effectiveCount - weights.reduce(0, +) * weights.reduce(0, +) / squares) < 1e-9)
        }
    }

    @Test func equalWeightsAllCountAndOneGiantCountsAlone() {
        #expect(abs(sum([Double](repeating: -700, count: 50)).effectiveCount - 50) < 1e-9)
        #expect(abs(sum([0] + [Double](repeating: -80, count: 50)).effectiveCount - 1) < 1e-9)
    }

    @Test func impossibleDrawsWeighNothing() {
        let half = sum([0, -.infinity])
        #expect(abs(half.logMean - log(0.5)) < 1e-12 && half.effectiveCount == 1 && half.count == 2)
        #expect(sum([-.infinity]).logMean == -.infinity && sum([-.infinity]).effectiveCount == 0)
    }
}
