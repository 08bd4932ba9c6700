import Foundation
import Kernels
import Testing

@Suite struct LikelihoodLoopTests {
    /// Logits of all sizes, the extremes among them.
    private func logits(_ count: Int) -> [Float] {
        var random = RandomSource(seed: 1)
        let extremes: [Float] = [1e4, -1e4, 88, -88, 104, -104, 0, -0.0, 1e-30]
        return random.floats(count, -20...20).enumerated().map { $0 % 7 == 0 ? extremes[$0 / 7 % 9] : $1 }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func bernoulliIsTheCrossEntropy(kernels: KernelSet, count: Int) {
        for maximum in [255, 65535] {
            var random = RandomSource(seed: 2)
            let outputs = logits(count)
            let levels = random.levels(count, maximum: maximum).enumerated().map {
                $0 % 3 == 0 ? 0 : $0 % 3 == 1 ? Float(maximum) : $1
            }
            let gradient = Buffer(count: count)
            let total = kernels.bernoulli(
                outputs: Buffer(outputs), levels: Buffer(levels), maximumLevel: maximum, weight: 2, gradient: gradient)
            let pairs = zip(outputs, levels).map { (Double($0), Double($1) / Double(maximum)) }
            let expected = pairs.reduce(0) { $0 + Reference.softplus($1.0) - $1.1 * $1.0 }
            expectClose(total, expected, absolute: 1e-6 * Double(count), relative: 1e-6)
            expectClose(gradient.values, pairs.map { 2 * (Reference.sigmoid($0.0) - $0.1) }, absolute: 5e-7)
            let alone = kernels.bernoulli(
                outputs: Buffer(outputs), levels: Buffer(levels), maximumLevel: maximum)
            expectClose(alone, total, relative: 1e-6)
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func bernoulliMeansAndDrawsFollowTheLogit(kernels: KernelSet, count: Int) {
        var random = RandomSource(seed: 3)
        let outputs = logits(count)
        let probabilities = outputs.map { Reference.sigmoid(Double($0)) }
        let levels = Buffer(count: count)
        kernels.bernoulliMeans(outputs: Buffer(outputs), maximumLevel: 255, into: levels)
        expectClose(levels.values, probabilities.map { $0 * 255 }, absolute: 1e-4)
        let uniform = random.floats(count, 0.01...0.99)
        kernels.bernoulliDraws(
            outputs: Buffer(outputs), uniform: Buffer(uniform), maximumLevel: 255, into: levels)
        for index in 0..<count where abs(Double(uniform[index]) - probabilities[index]) > 1e-6 {
            #expect(levels[index] == (Double(uniform[index]) < probabilities[index] ? 255 : 0))
        }
    }

    /// The softplus, and with it the exponential and the logarithm, one value at a time over their whole range.
    @Test(arguments: KernelSet.all)
    func elementaryFunctionsHoldTheirStatedErrors(kernels: KernelSet) {
        for step in -4000...4000 {
            let logit = Float(step) * 0.025
            let black = kernels.bernoulli(outputs: Buffer([logit]), levels: Buffer([0]), maximumLevel: 255)
            let expected = Reference.softplus(Double(logit))
            expectClose(black, expected, absolute: 1.2e-7, relative: 3e-7)
        }
    }

    /// A network that has diverged must not be told that it explains the image well.
    @Test(arguments: KernelSet.all)
    func outputsThatAreNoNumbersGiveNoLikelihood(kernels: KernelSet) {
        let levels = Buffer([7])
        let one = Buffer([Float.nan])
        #expect(kernels.bernoulli(outputs: one, levels: levels, maximumLevel: 255).isNaN)
        for outputs in [Buffer([.nan, 0]), Buffer([0, .nan]), Buffer([.nan, .nan])] {
            #expect(
                kernels.discretizedLogistic(outputs: outputs, levels: levels, scale: LevelScale(maximumLevel: 255))
                    .isNaN)
        }
    }

    /// Levels become integers of an image: whatever the outputs are, they lie within its range.
    @Test(arguments: KernelSet.all)
    func levelsLieWithinTheRangeWhateverTheOutputs(kernels: KernelSet) {
        let odd: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 1e4, -1e4]
        let level = Buffer(count: 1)
        for first in odd {
            for u: Float in [0x1p-24, 0.5, 1 - 0x1p-24] {
                kernels.bernoulliMeans(outputs: Buffer([first]), maximumLevel: 65535, into: level)
                #expect(level[0] >= 0 && level[0] <= 65535)
                kernels.bernoulliDraws(
                    outputs: Buffer([first]), uniform: Buffer([u]), maximumLevel: 65535, into: level)
                #expect(level[0] >= 0 && level[0] <= 65535)
                for second in odd {
                    let outputs = Buffer([first, second])
                    kernels.logisticMeans(outputs: outputs, scale: LevelScale(maximumLevel: 65535), into: level)
                    #expect(level[0] >= 0 && level[0] <= 65535)
                    kernels.logisticDraws(
                        outputs: outputs, uniform: Buffer([u]), scale: LevelScale(maximumLevel: 65535), into: level)
                    #expect(level[0] >= 0 && level[0] <= 65535)
                }
            }
        }
    }
}
