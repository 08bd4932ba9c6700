import Testing

@testable import VAE

@Suite struct DrawChoiceTests {
    static let cases: [[Double]] = [
        [0.05, 0.4, 0.02, 0.3, 0.03, 0.1, 0.06, 0.04], [Double](repeating: 0.125, count: 8),
        [0, 1e-9, 0, 0.7, 0.3, 0, 1e-12, 0], [0, 0, 1, 0, 0, 0, 0, 0],
        (0..<50).map { Double($0 * $0) / 40425 },
    ]

    /// The mean weight of each draw over positions at even steps.
    private func mean(_ count: Int, of weights: [Double], positions: Int = 4000) -> [Double] {
        var mean = [Double](repeating: 0, count: weights.count)
        for position in 0..<positions {
            let choice = DrawChoice(count, of: weights, position: (Double(position) + 0.5) / Double(positions))
            for (draw, weight) in zip(choice.draws, choice.weights) { mean[draw] += weight / Double(positions) }
        }
        return mean
    }

    @Test(arguments: cases, [1, 3, 5, 8]) func theMeanWeightOfEveryDrawIsKept(weights: [Double], count: Int) {
        for (mean, weight) in zip(mean(count, of: weights), weights) { #expect(abs(mean - weight) < 1e-3) }
    }

    @Test(arguments: cases, [1, 3, 5, 8]) func chosenDrawsAreInOrderAndDiffer(weights: [Double], count: Int) {
        for position in [0, 0.3, 0.999_999_999] {
            let choice = DrawChoice(count, of: weights, position: position)
            #expect(choice.draws.count == count && choice.weights.count == count)
            #expect(zip(choice.draws, choice.draws.dropFirst()).allSatisfy(<))
            #expect(abs(choice.weights.reduce(0, +) - weights.reduce(0, +)) < 1e-12, "the sum stays, choice by choice")
        }
    }

    @Test func largeWeightsAreKeptAndTheOthersWeighTheSame() {
        for position in [0, 0.2, 0.5, 0.9] {
            let choice = DrawChoice(4, of: Self.cases[0], position: position)
            #expect(choice.draws.contains(1) && choice.draws.contains(3))
            for (draw, weight) in zip(choice.draws, choice.weights) {
                // The other six have 0.3 together, for two places.
                #expect(abs(weight - ([1: 0.4, 3: 0.3][draw] ?? 0.15)) < 1e-12)
            }
        }
    }

    @Test func weightsThatAreNotFiniteStillGiveDraws() {
        #expect(DrawChoice(3, of: [Double](repeating: .nan, count: 8), position: 0.5).draws.count == 3)
    }
}
