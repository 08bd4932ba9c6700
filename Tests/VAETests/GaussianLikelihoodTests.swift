import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct GaussianLikelihoodTests {
    static let maxima = [255, 65535]

    /// exp(-distortion) of every level, for one mean and one raw log deviation.
    private func bounds(mean: Float, raw: Float, maximum: Int) -> [Double] {
        let likelihood = GaussianLikelihood(scale: LevelScale(maximumLevel: maximum))
        let outputs = Buffer([mean, raw])
        let level = Buffer(count: 1)
        return (0...maximum).map { index in
            level[0] = Float(index)
            return exp(-likelihood.distortion(outputs: outputs, levels: level, weight: 0, gradient: nil))
        }
    }

    /// The standard deviation on -1...1.
    private func deviation(_ raw: Float, maximum: Int) -> Double {
        let floor = log(0.5 / Double(maximum))
        return exp(floor + log1p(exp(min(Double(raw), 3) - floor)))
    }

    private func normal(below x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The exact probability of every level's bin. The tails beyond the outer edges belong to no bin.
    private func masses(mean: Float, raw: Float, maximum: Int) -> [Double] {
        let deviation = deviation(raw, maximum: maximum)
        return (0...maximum).map { level in
            let centred = (2 * Double(level)) / Double(maximum) - 1 - Double(mean)
            let half = 1 / Double(maximum)
            // The tail is on the side where the difference is not lost.
            let (a, b) = ((abs(centred) - half) / deviation, (abs(centred) + half) / deviation)
            return normal(below: -a) - normal(below: -b)
        }
    }

    /// By Jensen's inequality, exp(-distortion) is never above the bin's probability. It is near it if the deviation is
    /// several levels.
    @Test(arguments: maxima) func distortionBoundsTheBinsExactProbability(maximum: Int) {
        let level = 2 / Float(maximum)
        for levels: Float in [0, 0.5, 1, 2, 5, 30] {
            for mean: Float in [0, 0.1234567, -0.9999] {
                let raw = log(levels * level)
                let inLevels = deviation(raw, maximum: maximum) / Double(level)
                let exact = masses(mean: mean, raw: raw, maximum: maximum)
                let bounds = bounds(mean: mean, raw: raw, maximum: maximum)
                // Rounding the mean shifts a bin by about 2⁻²⁴ of the range.
                let shift = Double(maximum) * 0x1p-23 / inLevels
                for (bound, mass) in zip(bounds, exact) where mass > 1e-6 {
                    #expect(bound <= mass * (1 + 2e-5 + 6 * shift))
                    // The omitted second-order term is at most (z² / σ² + 1 / σ⁴) / 24, with |z| below 5.
                    let loss = (25 + 1 / (inLevels * inLevels)) / (24 * inLevels * inLevels)
                    #expect(bound >= mass * (exp(-1.5 * loss) - 2e-5 - 6 * shift))
                }
            }
        }
    }

    @Test func probabilitiesNeverSumToMoreThanOne() {
        for mean: Float in [0, 0.1234567, -0.9999, 1, -1, 0.5019608, 3, -50] {
            for raw: Float in [-1e4, -12, -6, -5, -4, -2, 0, 3, 1e4] {
                let sum = bounds(mean: mean, raw: raw, maximum: 255).reduce(0, +)
                let deviation = deviation(raw, maximum: 255)
                let edge = 1 + 1 / 255.0
                let below = normal(below: (-edge - Double(mean)) / deviation)
                let above = normal(below: (Double(mean) - edge) / deviation)
                #expect(sum + below + above <= 1 + 2e-5, "mean \(mean), raw \(raw): \(sum)")
            }
        }
        for (mean, raw) in [(0.1234567, -1e4), (-0.5, -8), (0.25, -3), (0.9, 0)] as [(Float, Float)] {
            let sum = bounds(mean: mean, raw: raw, maximum: 65535).reduce(0, +)
            #expect(sum <= 1 + 2e-5, "mean \(mean), raw \(raw): \(sum)")
        }
    }

    /// The smallest deviation is a quarter of a level at both depths.
    @Test(arguments: maxima) func theSmallestDeviationFollowsTheDepth(maximum: Int) {
        let nats = GaussianLikelihood(scale: LevelScale(maximumLevel: maximum)).distortion(
            outputs: Buffer([-1, -1e4]), levels: Buffer([0]), weight: 0, gradient: nil)
        #expect(abs(nats - (0.5 * log(2 * .pi) + log(0.25) + 16 / 24.0)) < 1e-5)
    }

    /// Gradients agree with central differences of the distortion.
    @Test(arguments: maxima) func gradientsAreThoseOfTheDistortion(maximum: Int) {
        let likelihood = GaussianLikelihood(scale: LevelScale(maximumLevel: maximum))
        for level in [0, 1, maximum / 3, maximum - 1, maximum] {
            for mean: Float in [-1.5, -1, 0.3, 2] {
                for raw: Float in [-5, -3, 0, 2] {
                    let levels = Buffer([Float(level)])
                    let gradient = Buffer(count: 2)
                    func nats(_ mean: Float, _ raw: Float) -> Double {
                        likelihood.distortion(outputs: Buffer([mean, raw]), levels: levels, weight: 0, gradient: nil)
                    }
                    _ = likelihood.distortion(
                        outputs: Buffer([mean, raw]), levels: levels, weight: 2, gradient: gradient)
                    // The distortion is a parabola in the mean, so a long step is exact.
                    let step = exp(raw)
                    let byMean =
                        (nats(mean + step, raw) - nats(mean - step, raw)) / Double((mean + step) - (mean - step))
                    let byRaw = (nats(mean, raw + 0.01) - nats(mean, raw - 0.01)) / Double((raw + 0.01) - (raw - 0.01))
                    #expect(abs(Double(gradient[0]) / 2 - byMean) < 1e-3 * max(exp(-Double(raw)), abs(byMean)))
                    #expect(abs(Double(gradient[1]) / 2 - byRaw) < 2e-3 * max(1, abs(byRaw)))
                }
            }
        }
    }

    /// The best deviation for all pixels is the root of the mean squared error: there, the gradients with respect to it
    /// sum to zero.
    @Test func theBestSharedDeviationIsTheRootMeanSquaredError() {
        let (count, maximum) = (1000, 255)
        let noise = Buffer(count: count)
        RandomStream(seed: 9, purpose: .tests).fillNormal(noise)
        let levels = noise.values.map { min(max((128 + 20 * $0).rounded(), 0), 255) }
        let mean: Float = 0.05
        let errors = levels.map { pow(2 * Double($0) / Double(maximum) - 1 - Double(mean), 2) }
        let width = 2 / Double(maximum)
        let best = (errors.reduce(0, +) / Double(count) + width * width / 12).squareRoot()
        // This output has that deviation after bounding.
        let floor = log(width / 4)
        let raw = floor + log(expm1(log(best) - floor))
        let gradient = Buffer(count: 2 * count)
        _ = GaussianLikelihood(scale: LevelScale(maximumLevel: maximum)).distortion(
            outputs: Buffer(levels.flatMap { _ in [mean, Float(raw)] }), levels: Buffer(levels), weight: 1,
            gradient: gradient)
        let sum = (0..<count).reduce(0) { $0 + Double(gradient[2 * $1 + 1]) }
        #expect(abs(sum) < 1e-5 * Double(count))
    }

    /// Draws have the stated mean and deviation, to five standard errors.
    @Test func drawnLevelsHaveTheStatedMoments() {
        let count = 40_000
        let likelihood = GaussianLikelihood(scale: LevelScale(maximumLevel: 255))
        let uniform = Buffer(count: count)
        RandomStream(seed: 5, purpose: .tests).fillUniform(uniform)
        let drawn = Buffer(count: count)
        likelihood.drawnLevels(
            outputs: Buffer((0..<count).flatMap { _ in [0.2, -2] as [Float] }), uniform: uniform, into: drawn)
        let deviation = deviation(-2, maximum: 255) * 127.5
        let mean = drawn.values.reduce(0) { $0 + Double($1) } / Double(count)
        let square = drawn.values.reduce(0) { $0 + pow(Double($1) - mean, 2) } / Double(count)
        let error = 5 / Double(count).squareRoot()
        #expect(abs(mean - 153) < error * deviation)
        // Rounding to levels adds a twelfth to the variance.
        #expect(abs((square - 1 / 12.0).squareRoot() - deviation) < error * deviation)
    }
}
