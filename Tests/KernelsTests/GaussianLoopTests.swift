import Foundation
import Kernels
import Testing

/// The normal distribution of levels against double precision, over everything that a network can give.
@Suite struct GaussianLoopTests {
    static let maxima = [255, 65535]

    private struct Pixel {
        var mean: Float
        var raw: Float
        var level: Float
    }

    /// Means within and beyond the range and just on levels, deviations from the floor to the ceiling and beyond both.
    private func pixels(_ count: Int, maximum: Int, seed: UInt64 = 1) -> [Pixel] {
        var random = RandomSource(seed: seed)
        return (0..<count).map { index in
            let near = Float(Int.random(in: 0...maximum, using: &random))
            let mean: Float =
                switch index % 4 {
                case 0: Float.random(in: -1.2...1.2, using: &random)
                case 1: near / Float(maximum) * 2 - 1
                case 2: Float.random(in: -50...50, using: &random)
                default: Float.random(in: -1...1, using: &random)
                }
            let raw = Float.random(in: index % 3 == 0 ? -30...0 : -12...5, using: &random)
            let levels = [0, Float(maximum), near, 1, Float(maximum - 1)]
            return Pixel(mean: mean, raw: raw, level: levels[index % 5])
        }
    }

    private func outputs(_ pixels: [Pixel]) -> Buffer { Buffer(pixels.flatMap { [$0.mean, $0.raw] }) }
    private func levels(_ pixels: [Pixel]) -> Buffer { Buffer(pixels.map(\.level)) }

    private func deviation(_ pixel: Pixel, maximum: Int) -> Double {
        Reference.gaussianDeviation(Double(pixel.raw), maximum: Double(maximum))
    }

    /// How far the standardised distance is off, because the mean is rounded to a float in levels.
    private func shift(_ pixel: Pixel, maximum: Int) -> Double {
        (1 + abs(Double(pixel.mean))) * Double(maximum) * 0x1p-24 / deviation(pixel, maximum: maximum)
    }

    private func distance(_ pixel: Pixel, maximum: Int) -> Double {
        abs(Double(pixel.level) - (Double(pixel.mean) + 1) * Double(maximum) / 2)
            / deviation(pixel, maximum: maximum)
    }

    private func tolerance(_ pixel: Pixel, maximum: Int) -> Double {
        let shift = shift(pixel, maximum: maximum)
        return 3e-6 + shift * (distance(pixel, maximum: maximum) + shift)
    }

    private func nats(_ pixel: Pixel, maximum: Int) -> Double {
        Reference.gaussianNats(
            mean: Double(pixel.mean), raw: Double(pixel.raw), level: Double(pixel.level), maximum: Double(maximum))
    }

    @Test(arguments: KernelSet.all, maxima)
    func everyPixelsNatsAreTheReferences(kernels: KernelSet, maximum: Int) {
        for pixel in pixels(2000, maximum: maximum) {
            let value = kernels.gaussian(
                outputs: outputs([pixel]), levels: levels([pixel]), scale: LevelScale(maximumLevel: maximum))
            expectClose(
                value, nats(pixel, maximum: maximum), absolute: tolerance(pixel, maximum: maximum), relative: 4e-6)
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func sumsAndGradientsCoverEveryPixelOnce(kernels: KernelSet, count: Int) {
        for maximum in Self.maxima {
            let pixels = pixels(count, maximum: maximum, seed: 2)
            let outputs = outputs(pixels)
            let gradient = Buffer(count: 2 * count)
            let alone = kernels.gaussian(
                outputs: outputs, levels: levels(pixels), scale: LevelScale(maximumLevel: maximum))
            let together = kernels.gaussian(
                outputs: outputs, levels: levels(pixels), scale: LevelScale(maximumLevel: maximum), weight: 0.5,
                gradient: gradient)
            expectClose(alone, together, absolute: 1e-6, relative: 1e-6)
            let expected = pixels.reduce(0) { $0 + nats($1, maximum: maximum) }
            let allowed = pixels.reduce(0) { $0 + tolerance($1, maximum: maximum) }
            expectClose(together, expected, absolute: allowed, relative: 4e-6)
            expectGradients(gradient, of: pixels, maximum: maximum, weight: 0.5)
        }
    }

    /// Central differences of the double-precision reference, which is a parabola in the mean.
    private func expectGradients(_ gradient: Buffer, of pixels: [Pixel], maximum: Int, weight: Double) {
        for (index, pixel) in pixels.enumerated() {
            let (mean, raw) = (Double(pixel.mean), Double(pixel.raw))
            func nats(_ mean: Double, _ raw: Double) -> Double {
                Reference.gaussianNats(mean: mean, raw: raw, level: Double(pixel.level), maximum: Double(maximum))
            }
            let deviation = deviation(pixel, maximum: maximum) * 2 / Double(maximum)
            let byMean = (nats(mean + deviation, raw) - nats(mean - deviation, raw)) / (2 * deviation)
            let shift = shift(pixel, maximum: maximum)
            expectClose(
                Double(gradient[2 * index]), weight * byMean, absolute: weight * (shift + 1e-5) / deviation,
                relative: 1e-5)
            guard raw < 2.99 else { continue }
            let byDeviation = (nats(mean, raw + 1e-5) - nats(mean, raw - 1e-5)) / 2e-5
            let spread = 2 * weight * shift * (distance(pixel, maximum: maximum) + shift)
            expectClose(
                Double(gradient[2 * index + 1]), weight * byDeviation, absolute: 1e-4 + spread, relative: 1e-4)
        }
    }

    /// Beyond the ceiling the distortion is that at it, and the gradient is that at it where it leads back.
    @Test(arguments: KernelSet.all, maxima)
    func onlyTheWayBackCountsBeyondTheCeiling(kernels: KernelSet, maximum: Int) {
        func evaluate(_ mean: Float, _ raw: Float) -> (nats: Double, gradient: [Float]) {
            let gradient = Buffer(count: 2)
            let nats = kernels.gaussian(
                outputs: Buffer([mean, raw]), levels: Buffer([0]), scale: LevelScale(maximumLevel: maximum),
                gradient: gradient)
            return (nats, gradient.values)
        }
        for (mean, leadsBack) in [(Float(0), true), (-19, true), (-23, false), (100, false)] {
            let at = evaluate(mean, 3)
            for raw: Float in [3.001, 4, 100, .infinity] {
                let beyond = evaluate(mean, raw)
                #expect(beyond.nats == at.nats)
                #expect(beyond.gradient == [at.gradient[0], leadsBack ? at.gradient[1] : 0])
            }
            #expect((at.gradient[1] > 0) == leadsBack)
        }
    }

    @Test(arguments: KernelSet.all, maxima)
    func expectedLevelsAreTheMeansWithinTheRange(kernels: KernelSet, maximum: Int) {
        let pixels = pixels(1000, maximum: maximum, seed: 3)
        let means = Buffer(count: pixels.count)
        kernels.gaussianMeans(outputs: outputs(pixels), scale: LevelScale(maximumLevel: maximum), into: means)
        let expected = pixels.map { min(max((Double($0.mean) + 1) * Double(maximum) / 2, 0), Double(maximum)) }
        expectClose(means.values, expected, absolute: Double(maximum) * 1e-7)
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func drawnLevelsInvertTheDistribution(kernels: KernelSet, count: Int) {
        for maximum in Self.maxima {
            var random = RandomSource(seed: 4)
            let pixels = pixels(count, maximum: maximum, seed: 5)
            // The least and the greatest uniform numbers there are among them.
            let uniform = random.floats(count, 0...1).map { min(max($0, 0x1p-24), 1 - 0x1p-24) }
            let drawn = Buffer(count: count)
            kernels.gaussianDraws(
                outputs: outputs(pixels), uniform: Buffer(uniform), scale: LevelScale(maximumLevel: maximum),
                into: drawn)
            for (index, pixel) in pixels.enumerated() {
                let step = Reference.normalQuantile(Double(uniform[index])) * deviation(pixel, maximum: maximum)
                let value = (Double(pixel.mean) + 1) * Double(maximum) / 2 + step
                #expect(drawn[index] == drawn[index].rounded())
                expectClose(
                    Double(drawn[index]), min(max(value, 0), Double(maximum)), absolute: 0.51, relative: 1e-6)
            }
        }
    }

    /// Of four million levels, so that rounding hides nothing: the inverse distribution function to its last bits.
    @Test(arguments: KernelSet.all) func normalQuantilesAreExact(kernels: KernelSet) {
        let maximum = 1 << 22
        let middle = Float(maximum) / 2
        // Powers of two and evenly spaced numbers, both halves.
        let small = (1...24).map { Float(sign: .plus, exponent: -$0, significand: 1) }
        let uniform = small + small.map { 1 - $0 } + (1..<400).map { Float($0) / 400 }
        for u in uniform {
            let drawn = Buffer(count: 1)
            kernels.gaussianDraws(
                outputs: Buffer([0, log(0.15)]), uniform: Buffer([u]), scale: LevelScale(maximumLevel: maximum),
                into: drawn)
            let deviation = Reference.gaussianDeviation(Double(log(Float(0.15))), maximum: Double(maximum))
            let step = Reference.normalQuantile(Double(u)) * deviation
            // Half a level of rounding, and half one of the sum in single precision.
            expectClose(Double(drawn[0] - middle), step, absolute: 1, relative: 1e-6)
        }
    }

    @Test(arguments: KernelSet.all, maxima)
    func extremeOutputsGiveFiniteNatsAndGradients(kernels: KernelSet, maximum: Int) {
        for mean: Float in [-1e4, -3, 0, 3, 1e4] {
            for raw: Float in [-.infinity, -1e4, -20, 0, 20, 1e4, .infinity] {
                for level in [0, maximum / 2, maximum] {
                    let gradient = Buffer(count: 2)
                    let value = kernels.gaussian(
                        outputs: Buffer([mean, raw]), levels: Buffer([Float(level)]),
                        scale: LevelScale(maximumLevel: maximum),
                        gradient: gradient)
                    #expect(value.isFinite && value >= 0 && gradient.isFinite, "\(mean) \(raw) \(level)")
                }
            }
        }
    }

    /// What isn't a number comes through to the nats, where training stops at it, but never to a level.
    @Test(arguments: KernelSet.all, maxima)
    func whatIsNotANumberShowsInTheNatsAlone(kernels: KernelSet, maximum: Int) {
        for outputs: [Float] in [[.nan, 0], [0, .nan], [.nan, .nan], [.infinity, 0], [-.infinity, 0]] {
            let value = kernels.gaussian(
                outputs: Buffer(outputs), levels: Buffer([1]), scale: LevelScale(maximumLevel: maximum),
                gradient: Buffer(count: 2))
            #expect(!value.isFinite)
            let level = Buffer(count: 1)
            for draws in [false, true] {
                if draws {
                    kernels.gaussianDraws(
                        outputs: Buffer(outputs), uniform: Buffer([0.3]), scale: LevelScale(maximumLevel: maximum),
                        into: level)
                } else {
                    kernels.gaussianMeans(
                        outputs: Buffer(outputs), scale: LevelScale(maximumLevel: maximum), into: level)
                }
                #expect(level[0] >= 0 && level[0] <= Float(maximum))
            }
        }
    }
}
