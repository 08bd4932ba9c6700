import Foundation
import Kernels
import Testing

/// The discretised logistic against double precision, over everything that a network can give.
@Suite struct LogisticLoopTests {
    static let maxima = [255, 65535]

    private struct Pixel {
        var mean: Float
        var raw: Float
        var level: Float
    }

    /// Means within and beyond the range and just on levels, scales from the floor to the absurd, all kinds of levels.
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
            let raw = Float.random(in: index % 3 == 0 ? -30...0 : -12...8, using: &random)
            let levels = [0, Float(maximum), near, 1, Float(maximum - 1)]
            return Pixel(mean: mean, raw: raw, level: levels[index % 5])
        }
    }

    private func outputs(_ pixels: [Pixel]) -> Buffer { Buffer(pixels.flatMap { [$0.mean, $0.raw] }) }
    private func levels(_ pixels: [Pixel]) -> Buffer { Buffer(pixels.map(\.level)) }

    /// How far nats may be off: 3e-6 of themselves, and what rounding the mean to a float moves the edges by.
    private func tolerance(_ pixel: Pixel, maximum: Int) -> Double {
        let scale = Reference.logisticScale(Double(pixel.raw), maximum: Double(maximum))
        return 3e-6 + abs(Double(pixel.mean)) * Double(maximum) * 0x1p-24 / scale
    }

    private func nats(_ pixel: Pixel, maximum: Int) -> Double {
        Reference.logisticNats(
            mean: Double(pixel.mean), raw: Double(pixel.raw), level: Double(pixel.level), maximum: Double(maximum))
    }

    @Test(arguments: KernelSet.all, maxima)
    func everyPixelsNatsAreTheReferences(kernels: KernelSet, maximum: Int) {
        for pixel in pixels(2000, maximum: maximum) {
            let value = kernels.discretizedLogistic(
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
            let alone = kernels.discretizedLogistic(
                outputs: outputs, levels: levels(pixels), scale: LevelScale(maximumLevel: maximum))
            let together = kernels.discretizedLogistic(
                outputs: outputs, levels: levels(pixels), scale: LevelScale(maximumLevel: maximum), weight: 0.5,
                gradient: gradient)
            expectClose(alone, together, absolute: 1e-6, relative: 1e-6)
            let expected = pixels.reduce(0) { $0 + nats($1, maximum: maximum) }
            let allowed = pixels.reduce(0) { $0 + tolerance($1, maximum: maximum) }
            expectClose(together, expected, absolute: allowed, relative: 4e-6)
            expectGradients(gradient, of: pixels, maximum: maximum, weight: 0.5)
        }
    }

    /// Central differences of the double-precision reference.
    private func expectGradients(_ gradient: Buffer, of pixels: [Pixel], maximum: Int, weight: Double) {
        for (index, pixel) in pixels.enumerated() {
            let (mean, raw) = (Double(pixel.mean), Double(pixel.raw))
            func nats(_ mean: Double, _ raw: Double) -> Double {
                Reference.logisticNats(mean: mean, raw: raw, level: Double(pixel.level), maximum: Double(maximum))
            }
            let scale = Reference.logisticScale(raw, maximum: Double(maximum)) * 2 / Double(maximum)
            let step = 1e-4 * scale
            let byMean = (nats(mean + step, raw) - nats(mean - step, raw)) / (2 * step)
            let byScale = (nats(mean, raw + 1e-5) - nats(mean, raw - 1e-5)) / 2e-5
            // Rounding the mean moves the standardised edges, by which σ changes at most a quarter as much.
            let shift = tolerance(pixel, maximum: maximum)
            expectClose(
                Double(gradient[2 * index]), weight * byMean, absolute: weight * (shift + 1e-4) / scale,
                relative: 1e-4)
            expectClose(
                Double(gradient[2 * index + 1]), weight * byScale, absolute: 1e-4 + 20 * shift, relative: 1e-3)
        }
    }

    @Test(arguments: KernelSet.all, maxima)
    func expectedLevelsAreTheReferences(kernels: KernelSet, maximum: Int) {
        var pixels = pixels(1000, maximum: maximum, seed: 3)
        // Scales far beyond the range: the mean becomes the middle grey.
        pixels += (0..<22).map { Pixel(mean: 0.5, raw: Float($0), level: 0) }
        let means = Buffer(count: pixels.count)
        kernels.logisticMeans(outputs: outputs(pixels), scale: LevelScale(maximumLevel: maximum), into: means)
        // A part in 100,000 of the range: a quarter of a level at 16 bits.
        let expected = pixels.map {
            Reference.logisticExpectation(mean: Double($0.mean), raw: Double($0.raw), maximum: Double(maximum))
        }
        let bounded = expected.map { min(max($0, 0), Double(maximum)) }
        expectClose(means.values, bounded, absolute: Double(maximum) * 1e-5 + 1e-4)
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func drawnLevelsInvertTheDistribution(kernels: KernelSet, count: Int) {
        for maximum in Self.maxima {
            var random = RandomSource(seed: 4)
            let pixels = pixels(count, maximum: maximum, seed: 5)
            let uniform = random.floats(count, 0.001...0.999)
            let drawn = Buffer(count: count)
            kernels.logisticDraws(
                outputs: outputs(pixels), uniform: Buffer(uniform), scale: LevelScale(maximumLevel: maximum),
                into: drawn)
            for (index, pixel) in pixels.enumerated() {
                let scale = Reference.logisticScale(Double(pixel.raw), maximum: Double(maximum))
                let u = Double(uniform[index])
                let value = (Double(pixel.mean) + 1) * Double(maximum) / 2 + scale * log(u / (1 - u))
                let bounded = min(max(value, 0), Double(maximum))
                #expect(drawn[index] == drawn[index].rounded())
                expectClose(Double(drawn[index]), bounded, absolute: 0.51, relative: 1e-6)
            }
        }
    }

    @Test(arguments: KernelSet.all, maxima)
    func extremeOutputsGiveFiniteNatsAndGradients(kernels: KernelSet, maximum: Int) {
        for mean: Float in [-1e4, -3, 0, 3, 1e4] {
            for raw: Float in [-1e4, -20, 0, 20, 1e4] {
                for level in [0, maximum / 2, maximum] {
                    let gradient = Buffer(count: 2)
                    let value = kernels.discretizedLogistic(
                        outputs: Buffer([mean, raw]), levels: Buffer([Float(level)]),
                        scale: LevelScale(maximumLevel: maximum),
                        gradient: gradient)
                    #expect(value.isFinite && value >= 0 && gradient.isFinite, "\(mean) \(raw) \(level)")
                }
            }
        }
    }
}
