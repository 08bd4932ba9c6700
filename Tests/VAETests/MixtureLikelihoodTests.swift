import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct MixtureLikelihoodTests {
    static let maxima = [255, 65535]

    /// Log weights, means and raw scales of mixtures. Their components lie within the range, at its ends, far beyond
    /// them, and on one another.
    static let mixtures: [[Float]] = [
        [0, 0.1234567, -2],
        [0.5, -1, 2, -0.9999, 0.3, 1, -6, 0, 4],
        [-30, 40, 0, 50, -50, 0, -12, -1e4, 12],
        [1e4, -1e4, 0.1, 0.2, -1e4, 3],
        [0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25, -3, -3, -3, -3],
    ]

    private func likelihood(_ mixture: [Float], maximum: Int) -> MixtureLikelihood {
        MixtureLikelihood(scale: LevelScale(maximumLevel: maximum), components: mixture.count / 3)
    }

    private func probabilities(_ mixture: [Float], maximum: Int) -> [Double] {
        let likelihood = likelihood(mixture, maximum: maximum)
        let outputs = Buffer(mixture)
        let level = Buffer(count: 1)
        return (0...maximum).map { index in
            level[0] = Float(index)
            return exp(-likelihood.distortion(outputs: outputs, levels: level, weight: 0, gradient: nil))
        }
    }

    @Test(arguments: mixtures, maxima) func allProbabilitiesSumToOne(mixture: [Float], maximum: Int) {
        let sum = probabilities(mixture, maximum: maximum).reduce(0, +)
        #expect(abs(sum - 1) < 2e-5, "\(sum)")
    }

    /// With one component, or with equal ones, the likelihood is the logistic one.
    @Test(arguments: maxima) func equalComponentsAreOneLogistic(maximum: Int) {
        let logistic = LogisticLikelihood(scale: LevelScale(maximumLevel: maximum))
        for level in [0, 1, maximum / 3, maximum] {
            let levels = Buffer([Float(level)])
            let expected = logistic.distortion(
                outputs: Buffer([0.25, -3]), levels: levels, weight: 0, gradient: nil)
            for mixture: [Float] in [[7, 0.25, -3], Self.mixtures[4]] {
                let found = likelihood(mixture, maximum: maximum).distortion(
                    outputs: Buffer(mixture), levels: levels, weight: 0, gradient: nil)
                #expect(abs(found - expected) < 1e-5 * max(1, expected))
            }
        }
    }

    /// Gradients agree with central differences of the distortion.
    @Test(arguments: maxima) func gradientsAreThoseOfTheDistortion(maximum: Int) {
        let mixture: [Float] = [0.5, -1, 0.3, -0.9, 0.3, 0.8, -1, 0, 2]
        let likelihood = likelihood(mixture, maximum: maximum)
        for level in [0, 1, maximum / 3, maximum - 1, maximum] {
            let levels = Buffer([Float(level)])
            let gradient = Buffer(count: mixture.count)
            _ = likelihood.distortion(outputs: Buffer(mixture), levels: levels, weight: 2, gradient: gradient)
            for index in mixture.indices {
                func nats(_ change: Float) -> (Double, Float) {
                    var moved = mixture
                    moved[index] += change
                    return (
                        likelihood.distortion(outputs: Buffer(moved), levels: levels, weight: 0, gradient: nil),
                        moved[index]
                    )
                }
                // Means move by a part of the smallest scale, e^-3 of the range.
                let step: Float = (3..<6).contains(index) ? 1e-3 : 1e-2
                let (high, low) = (nats(step), nats(-step))
                let slope = 2 * (high.0 - low.0) / Double(high.1 - low.1)
                #expect(abs(Double(gradient[index]) - slope) < 2e-3 * max(1, abs(slope)), "output \(index)")
            }
        }
    }

    /// Each pixel has its own outputs, whatever the number of pixels.
    @Test(arguments: [1, 63, 64, 65, 200]) func pixelsAddUp(count: Int) {
        let outputs = (0..<count).flatMap { (pixel: Int) -> [Float] in
            [0.1, -0.2, Float(pixel % 7) * 0.2 - 0.6, 0.5, -1, Float(pixel % 3)]
        }
        let levels = (0..<count).map { Float($0 * 37 % 256) }
        let likelihood = MixtureLikelihood(scale: LevelScale(maximumLevel: 255), components: 2)
        let gradient = Buffer(count: outputs.count)
        let together = likelihood.distortion(
            outputs: Buffer(outputs), levels: Buffer(levels), weight: 1, gradient: gradient)
        var sum = 0.0
        for pixel in 0..<count {
            let own = Buffer(count: 6)
            sum += likelihood.distortion(
                outputs: Buffer(Array(outputs[pixel * 6..<pixel * 6 + 6])), levels: Buffer([levels[pixel]]), weight: 1,
                gradient: own)
            for index in 0..<6 { #expect(abs(gradient[pixel * 6 + index] - own[index]) < 1e-5) }
        }
        #expect(abs(together - sum) < 1e-5 * sum)
    }

    @Test(arguments: mixtures) func expectedLevelsAreTheMeansOfTheDistribution(mixture: [Float]) {
        let p = probabilities(mixture, maximum: 255)
        let expected = p.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
        let level = Buffer(count: 1)
        likelihood(mixture, maximum: 255).expectedLevels(outputs: Buffer(mixture), into: level)
        #expect(abs(Double(level[0]) - expected) < 0.5)
    }

    /// An even grid of uniform numbers gives every level its probability, to one or two numbers of the grid per
    /// component.
    @Test(arguments: mixtures) func drawnLevelsHaveTheStatedProbabilities(mixture: [Float]) {
        let count = 65536
        let uniform = Buffer((0..<count).map { (Float($0) + 0.5) / Float(count) })
        let drawn = Buffer(count: count)
        likelihood(mixture, maximum: 255).drawnLevels(
            outputs: Buffer((0..<count).flatMap { _ in mixture }), uniform: uniform, into: drawn)
        var counts = [Double](repeating: 0, count: 256)
        for level in drawn.values { counts[Int(level)] += 1 }
        for (found, expected) in zip(counts, probabilities(mixture, maximum: 255)) {
            #expect(abs(found / Double(count) - expected) < 1e-4)
        }
    }
}
