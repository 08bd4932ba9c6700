import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct LogisticLikelihoodTests {
    static let maxima = [255, 65535]

    /// The probability of every level, for one mean and one raw scale.
    private func probabilities(mean: Float, raw: Float, maximum: Int) -> [Double] {
        let likelihood = LogisticLikelihood(scale: LevelScale(maximumLevel: maximum))
        let outputs = Buffer([mean, raw])
        let level = Buffer(count: 1)
        return (0...maximum).map { index in
            level[0] = Float(index)
            return exp(-likelihood.distortion(outputs: outputs, levels: level, weight: 0, gradient: nil))
        }
    }

    /// Means within the range, at its ends and far beyond them. The scales reach from the floor to far wider than the
    /// range.
    static let means: [Float] = [0, 0.1234567, -0.9999, 1, -1, 0.5019608, 3, -3, 50, -50, 1e4]
    static let raws: [Float] = [-1e4, -12, -6, -2, 0, 4, 12, 1e4]

    @Test func allProbabilitiesSumToOneAt8Bits() {
        for mean in Self.means {
            for raw in Self.raws {
                let sum = probabilities(mean: mean, raw: raw, maximum: 255).reduce(0, +)
                #expect(abs(sum - 1) < 2e-5, "mean \(mean), raw scale \(raw): \(sum)")
            }
        }
    }

    /// Neighbouring levels use the same value for the edge that they share. The first two means lie on edges, those of
    /// levels 60,000 and 50,000, where the smallest scale would show a difference.
    @Test(
        arguments: [
            (0.83111315, -1e4), (0.52593269, -1e4), (0.1234567, -1e4), (-0.9, -14), (0.7654321, -1e4), (3, -6),
            (-50, 0), (0.25, 3),
        ] as [(Float, Float)]
    )
    func allProbabilitiesSumToOneAt16Bits(mean: Float, raw: Float) {
        let sum = probabilities(mean: mean, raw: raw, maximum: 65535).reduce(0, +)
        // The sum has 65,536 terms, each with a relative error of about 2e-7.
        #expect(abs(sum - 1) < 2e-5, "\(sum)")
    }

    /// At the smallest scale, a level with the mean on it has a probability of 0.9917 = tanh(e^1.7 / 2), at both
    /// depths.
    @Test(arguments: maxima) func theSmallestScaleFollowsTheDepth(maximum: Int) {
        let level = Float(maximum / 5)
        let mean = level * 2 / Float(maximum) - 1
        let likelihood = LogisticLikelihood(scale: LevelScale(maximumLevel: maximum))
        let nats = likelihood.distortion(
            outputs: Buffer([mean, -1e4]), levels: Buffer([level]), weight: 0, gradient: nil)
        #expect(abs(exp(-nats) - tanh(exp(1.7) / 2)) < 1e-4)
    }

    /// Gradients agree with central differences of the distortion.
    @Test(arguments: maxima) func gradientsAreThoseOfTheDistortion(maximum: Int) {
        let likelihood = LogisticLikelihood(scale: LevelScale(maximumLevel: maximum))
        for level in [0, 1, maximum / 3, maximum - 1, maximum] {
            for mean: Float in [-1.5, -1, 0.3, 2] {
                for raw: Float in [-3, 0, 2] {
                    let levels = Buffer([Float(level)])
                    let gradient = Buffer(count: 2)
                    func nats(_ mean: Float, _ raw: Float) -> Double {
                        likelihood.distortion(outputs: Buffer([mean, raw]), levels: levels, weight: 0, gradient: nil)
                    }
                    _ = likelihood.distortion(
                        outputs: Buffer([mean, raw]), levels: levels, weight: 1, gradient: gradient)
                    // The step is proportional to the scale e^(raw - 2), over which the distortion bends.
                    let step = 0.02 * exp(raw - 2)
                    let byMean =
                        (nats(mean + step, raw) - nats(mean - step, raw)) / Double((mean + step) - (mean - step))
                    let byRaw = (nats(mean, raw + 0.01) - nats(mean, raw - 0.01)) / Double((raw + 0.01) - (raw - 0.01))
                    let size = exp(2 - Double(raw))
                    #expect(abs(Double(gradient[0]) - byMean) < 3e-3 * max(size, abs(byMean)))
                    #expect(abs(Double(gradient[1]) - byRaw) < 2e-3 * max(1, abs(byRaw)))
                }
            }
        }
    }

    /// The decoded image is the distribution's mean. It is accurate to half a level where the scale is small and the
    /// end levels collect the tails, because levels stand for the middles of their bins.
    @Test func expectedLevelsAreTheMeansOfTheDistribution() {
        let likelihood = LogisticLikelihood(scale: LevelScale(maximumLevel: 255))
        for mean in Self.means {
            for raw in Self.raws {
                let p = probabilities(mean: mean, raw: raw, maximum: 255)
                let expected = p.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
                let level = Buffer(count: 1)
                likelihood.expectedLevels(outputs: Buffer([mean, raw]), into: level)
                #expect(abs(Double(level[0]) - expected) < 0.5, "mean \(mean), raw scale \(raw)")
            }
        }
    }

    /// Draws have the stated probabilities, in bins of at least 100 expected draws.
    @Test(arguments: [(0.2, -2), (-0.97, -1), (1.1, 0), (0.003, -1e4)] as [(Float, Float)])
    func drawnLevelsHaveTheStatedProbabilities(mean: Float, raw: Float) {
        let count = 40_000
        let likelihood = LogisticLikelihood(scale: LevelScale(maximumLevel: 255))
        let uniform = Buffer(count: count)
        RandomStream(seed: 5, purpose: .tests).fillUniform(uniform)
        let drawn = Buffer(count: count)
        likelihood.drawnLevels(
            outputs: Buffer((0..<count).flatMap { _ in [mean, raw] }), uniform: uniform, into: drawn)
        var counts = [Double](repeating: 0, count: 256)
        for level in drawn.values { counts[Int(level)] += 1 }
        let bins = binned(counts, probabilities(mean: mean, raw: raw, maximum: 255).map { $0 * Double(count) })
        let chi = bins.reduce(0) { $0 + ($1.found - $1.expected) * ($1.found - $1.expected) / $1.expected }
        let freedom = Double(bins.count - 1)
        #expect(chi < freedom + 5 * (2 * freedom).squareRoot() + 5, "\(chi) over \(bins.count) bins")
    }

    /// Joins neighbouring levels into bins of at least 100 expected draws. The last bin takes the rest.
    private func binned(_ found: [Double], _ expected: [Double]) -> [(found: Double, expected: Double)] {
        var bins: [(found: Double, expected: Double)] = []
        var open = (found: 0.0, expected: 0.0)
        for (one, other) in zip(found, expected) {
            open.found += one
            open.expected += other
            if open.expected >= 100 {
                bins.append(open)
                open = (0, 0)
            }
        }
        if bins.isEmpty { return [open] }
        bins[bins.count - 1].found += open.found
        bins[bins.count - 1].expected += open.expected
        return bins
    }
}
