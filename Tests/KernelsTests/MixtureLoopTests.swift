import Foundation
import Kernels
import Testing

/// Mixtures of discretised logistics against double precision.
@Suite struct MixtureLoopTests {
    static let maxima = [255, 65535]

    /// `[pixels, 3 · components]`: means within the range and beyond, scales from the floor up.
    private func outputs(_ pixels: Int, _ components: Int, seed: UInt64) -> [Float] {
        var random = RandomSource(seed: seed)
        return (0..<pixels).flatMap { _ in
            random.floats(components, -4...4) + random.floats(components, -1.3...1.3)
                + random.floats(components, -9...3)
        }
    }

    private func levels(_ pixels: Int, maximum: Int) -> [Float] {
        var random = RandomSource(seed: 9)
        return (0..<pixels).map { index in
            [0, Float(maximum), Float(Int.random(in: 0...maximum, using: &random)), 1][index % 4]
        }
    }

    private func nats(_ output: [Double], level: Double, maximum: Int) -> Double {
        let components = output.count / 3
        let weights = output.prefix(components)
        let top = weights.max()!
        let total = weights.reduce(0) { $0 + exp($1 - top) }
        let joint = (0..<components).map { index in
            weights[index] - top - log(total)
                - Reference.logisticNats(
                    mean: output[components + index], raw: output[2 * components + index], level: level,
                    maximum: Double(maximum))
        }
        let best = joint.max()!
        return -(best + log(joint.reduce(0) { $0 + exp($1 - best) }))
    }

    /// How far single precision may be off: the mean is rounded in levels, where the scale can be a tenth of one.
    private func tolerance(maximum: Int) -> Double { maximum == 255 ? 2e-4 : 5e-2 }

    @Test(arguments: KernelSet.all, [1, 2, 5, 32])
    func sumsAndGradientsAreTheReferences(kernels: KernelSet, components: Int) {
        for maximum in Self.maxima {
            for pixels in [1, 63, 64, 65, 130] {
                let outputs = outputs(pixels, components, seed: UInt64(pixels))
                let levels = levels(pixels, maximum: maximum)
                let gradient = Buffer(count: outputs.count)
                let together = kernels.logisticMixture(
                    outputs: Buffer(outputs), components: components, levels: Buffer(levels),
                    scale: LevelScale(maximumLevel: maximum),
                    weight: 0.5, gradient: gradient)
                let alone = kernels.logisticMixture(
                    outputs: Buffer(outputs), components: components, levels: Buffer(levels),
                    scale: LevelScale(maximumLevel: maximum))
                expectClose(alone, together, absolute: 1e-6, relative: 1e-6)
                var sum = 0.0
                for pixel in 0..<pixels {
                    let range = pixel * 3 * components..<(pixel + 1) * 3 * components
                    let own = outputs[range].map(Double.init)
                    sum += nats(own, level: Double(levels[pixel]), maximum: maximum)
                    guard maximum == 255, pixel % 16 == 0 else { continue }
                    for index in 0..<3 * components {
                        func moved(_ step: Double) -> Double {
                            var output = own
                            output[index] += step
                            return nats(output, level: Double(levels[pixel]), maximum: maximum)
                        }
                        let slope = 0.5 * (moved(1e-5) - moved(-1e-5)) / 2e-5
                        expectClose(Double(gradient[range.lowerBound + index]), slope, absolute: 2e-3, relative: 1e-3)
                    }
                }
                expectClose(together, sum, absolute: Double(pixels) * tolerance(maximum: maximum), relative: 1e-5)
            }
        }
    }

    @Test(arguments: KernelSet.all) func expectationsAreTheWeightedMeans(kernels: KernelSet) {
        let components = 3
        let outputs = outputs(100, components, seed: 4)
        let means = Buffer(count: 100)
        kernels.mixtureMeans(
            outputs: Buffer(outputs), components: components, scale: LevelScale(maximumLevel: 255), into: means)
        let expected = (0..<100).map { pixel in
            let own = outputs[pixel * 9..<pixel * 9 + 9].map(Double.init)
            let weights = own.prefix(3).map(exp)
            return (0..<3).reduce(0) { sum, index in
                sum + weights[index] / weights.reduce(0, +)
                    * Reference.logisticExpectation(mean: own[3 + index], raw: own[6 + index], maximum: 255)
            }
        }
        expectClose(means.values, expected, absolute: 2e-3)
    }

    /// What isn't a number comes through to the nats, where training stops at it, but never to a level.
    @Test(arguments: KernelSet.all) func whatIsNotANumberShowsInTheNatsAlone(kernels: KernelSet) {
        for index in 0..<6 {
            var output: [Float] = [0, 0, 0.1, -0.2, 0, 1]
            output[index] = .nan
            let nats = kernels.logisticMixture(
                outputs: Buffer(output), components: 2, levels: Buffer([7]), scale: LevelScale(maximumLevel: 255),
                gradient: Buffer(count: 6))
            #expect(nats.isNaN)
            let level = Buffer(count: 1)
            kernels.mixtureMeans(
                outputs: Buffer(output), components: 2, scale: LevelScale(maximumLevel: 255), into: level)
            #expect(level[0] >= 0 && level[0] <= 255)
            kernels.mixtureDraws(
                outputs: Buffer(output), components: 2, uniform: Buffer([0.3]), scale: LevelScale(maximumLevel: 255),
                into: level)
            #expect(level[0] >= 0 && level[0] <= 255)
        }
    }

    @Test(arguments: KernelSet.all) func extremeOutputsGiveFiniteNatsAndGradients(kernels: KernelSet) {
        for value: Float in [-1e4, 1e4, -3e4, 3e4] {
            for index in 0..<6 {
                for level: Float in [0, 128, 255] {
                    var output: [Float] = [0, 0, 0.1, -0.2, 0, 1]
                    output[index] = value
                    let gradient = Buffer(count: 6)
                    let nats = kernels.logisticMixture(
                        outputs: Buffer(output), components: 2, levels: Buffer([level]),
                        scale: LevelScale(maximumLevel: 255),
                        gradient: gradient)
                    #expect(nats.isFinite && gradient.isFinite, "\(output) \(level)")
                }
            }
        }
    }

    /// Of an image, with factors of the neighbours: all sets against the double-precision reference.
    @Test(arguments: KernelSet.all, [1, 7, 64]) func neighboursMoveTheMeans(kernels: KernelSet, width: Int) {
        let (components, height) = (3, 5)
        let (pixels, step) = (width * height, 3 * components + KernelSet.neighbourFactors)
        let (mixtures, levels) = (outputs(pixels, components, seed: 3), levels(pixels, maximum: 255))
        var random = RandomSource(seed: 5)
        let factors = random.floats(pixels * KernelSet.neighbourFactors, -1...1)
        var joined: [Float] = []
        for pixel in 0..<pixels {
            joined += mixtures[pixel * 9..<pixel * 9 + 9]
            joined += factors[pixel * 7..<pixel * 7 + 7]
        }
        let gradient = Buffer(count: pixels * step)
        let nats = kernels.autoregressiveMixture(
            outputs: Buffer(joined), components: components, width: width, levels: Buffer(levels),
            scale: LevelScale(maximumLevel: 255),
            weight: 0.5, gradient: gradient)
        var sum = 0.0
        for pixel in 0..<pixels {
            let (row, column) = (pixel / width, pixel % width)
            let found = KernelSet.neighbours.map { down, right -> Double? in
                guard row + down >= 0, (0..<width).contains(column + right) else { return nil }
                return Double(levels[pixel + down * width + right]) / 127.5 - 1
            }
            let values = found.map { $0 ?? 0 }
            var own = mixtures[pixel * 9..<pixel * 9 + 9].map(Double.init)
            for (neighbour, value) in values.enumerated() {
                for component in 0..<components { own[3 + component] += Double(factors[pixel * 7 + neighbour]) * value }
            }
            let pairs = [(0, 2), (2, 1), (1, 3), (0, 4), (1, 5)].filter { found[$0] != nil && found[$1] != nil }
            let differences = pairs.map { abs(values[$0] - values[$1]) }
            let contrast = log(1 + 60 * differences.reduce(0, +) / Double(max(1, pairs.count)))
            for component in 0..<components { own[6 + component] += Double(factors[pixel * 7 + 6]) * contrast }
            sum += self.nats(own, level: Double(levels[pixel]), maximum: 255)
            // What moves all means moves a factor by its neighbour's value, and so with the scales.
            func slope(_ kind: Int) -> Double {
                (0..<components).reduce(0) { $0 + Double(gradient[pixel * step + kind * components + $1]) }
            }
            let means = slope(1)
            expectClose(
                Double(gradient[pixel * step + 15]), slope(2) * contrast, absolute: 1e-3, relative: 1e-4)
            for (neighbour, value) in values.enumerated() {
                expectClose(
                    Double(gradient[pixel * step + 9 + neighbour]), means * value, absolute: 1e-3, relative: 1e-4)
            }
        }
        expectClose(nats, sum, absolute: Double(pixels) * 1e-3, relative: 1e-5)
    }
}
