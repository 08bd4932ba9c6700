import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct AutoregressiveLikelihoodTests {
    private static let components = 2
    private static let outputsPerPixel = 3 * components + 7

    private func likelihood(maximum: Int = 255, width: Int) -> AutoregressiveLikelihood {
        AutoregressiveLikelihood(scale: LevelScale(maximumLevel: maximum), components: Self.components, width: width)
    }

    /// Outputs with components within the range and beyond it, and with factors of the neighbours.
    private func outputs(_ pixels: Int, factors: Float = 0.5) -> [Float] {
        (0..<pixels).flatMap { (pixel: Int) -> [Float] in
            let phase = Float(pixel % 7) / 7
            return [0.3 - phase, phase, phase - 0.5, 0.4 - phase, -1, Float(pixel % 3) - 1]
                + [0.9, -0.4, 0.6, -0.8, 0.5, -0.3, 0.3].map { $0 * factors * (1 + phase) }
        }
    }

    private func levels(_ pixels: Int, maximum: Int = 255) -> [Float] {
        (0..<pixels).map { (Float($0 * 53 % 17) * Float(maximum) / 16).rounded() }
    }

    private func nats(_ outputs: [Float], _ levels: [Float], maximum: Int = 255, width: Int) -> Double {
        likelihood(maximum: maximum, width: width).distortion(
            outputs: Buffer(outputs), levels: Buffer(levels), weight: 0, gradient: nil)
    }

    /// The probabilities of all 4,096 images of 3 × 2 pixels and four levels sum to one.
    @Test func allImagesSumToOne() {
        let outputs = outputs(6, factors: 1.5)
        let sum = (0..<4096).reduce(0.0) { sum, number in
            let image = (0..<6).map { Float(number >> (2 * $0) & 3) }
            return sum + exp(-nats(outputs, image, maximum: 3, width: 3))
        }
        #expect(abs(sum - 1) < 1e-4, "\(sum)")
    }

    /// The probabilities of all levels of the last pixel sum to one, given the pixels before it. These move its mean
    /// far beyond both ends too.
    @Test(arguments: [255, 65535], [0.5, 40, -40] as [Float])
    func allLevelsOfAPixelSumToOne(maximum: Int, factors: Float) {
        let (outputs, levels) = (outputs(3, factors: factors), levels(3, maximum: maximum))
        let before = nats(
            Array(outputs.dropLast(Self.outputsPerPixel)), Array(levels.dropLast()), maximum: maximum, width: 1)
        let sum = (0...maximum).reduce(0.0) { sum, level in
            return sum
                + exp(before - nats(outputs, Array(levels.dropLast()) + [Float(level)], maximum: maximum, width: 1))
        }
        #expect(abs(sum - 1) < 1e-3, "\(sum)")
    }

    /// Without factors, the likelihood is that of the mixture alone.
    @Test func withoutFactorsNeighboursDontMatter() {
        let (outputs, levels) = (outputs(20, factors: 0), levels(20))
        let plain = (0..<20).flatMap { outputs[$0 * 13..<$0 * 13 + 6] }
        let mixture = MixtureLikelihood(scale: LevelScale(maximumLevel: 255), components: Self.components)
        let expected = mixture.distortion(outputs: Buffer(plain), levels: Buffer(levels), weight: 0, gradient: nil)
        #expect(abs(nats(outputs, levels, width: 5) - expected) < 1e-6 * expected)
    }

    /// A pixel's distribution depends on these neighbours alone: left, above, above left, above right, second to the
    /// left and second above.
    @Test func neighboursAreThoseBefore() {
        let width = 4
        // Only one pixel in the third row has factors, so that no other pixel depends on its neighbours.
        let pixel = 10
        var outputs = outputs(12, factors: 0)
        for neighbour in 0..<7 { outputs[pixel * 13 + 6 + neighbour] = 0.7 }
        var plain = outputs
        for neighbour in 0..<7 { plain[pixel * 13 + 6 + neighbour] = 0 }
        let grey = levels(12)
        for other in 0..<12 where other != pixel {
            var changed = grey
            changed[other] = 255 - grey[other] + 20
            let effect = nats(outputs, changed, width: width) - nats(plain, changed, width: width)
            let before = nats(outputs, grey, width: width) - nats(plain, grey, width: width)
            #expect((abs(effect - before) > 1e-3) == [9, 6, 5, 7, 8, 2].contains(other), "pixel \(other)")
        }
    }

    /// Gradients agree with central differences of the distortion, across borders and blocks.
    @Test(arguments: [(5, 4), (1, 6), (33, 4)]) func gradientsAreThoseOfTheDistortion(width: Int, height: Int) {
        let pixels = width * height
        let (outputs, levels) = (outputs(pixels), levels(pixels))
        let gradient = Buffer(count: outputs.count)
        let sum = likelihood(width: width).distortion(
            outputs: Buffer(outputs), levels: Buffer(levels), weight: 2, gradient: gradient)
        #expect(sum == nats(outputs, levels, width: width))
        for pixel in stride(from: 0, to: pixels, by: max(1, pixels / 12)) {
            for index in pixel * 13..<pixel * 13 + 13 {
                func moved(_ step: Float) -> (Double, Double) {
                    var other = outputs
                    other[index] += step
                    return (nats(other, levels, width: width), Double(other[index]))
                }
                let (high, low) = (moved(4e-3), moved(-4e-3))
                let slope = 2 * (high.0 - low.0) / (high.1 - low.1)
                #expect(abs(Double(gradient[index]) - slope) < 0.02 * max(1, abs(slope)), "output \(index)")
            }
        }
    }

    /// Draws of whole images have the stated probabilities, by an even grid of uniform numbers for each of two pixels.
    @Test func drawnImagesHaveTheStatedProbabilities() {
        let (side, likelihood) = (256, likelihood(maximum: 3, width: 2))
        let outputs = outputs(2, factors: 1)
        var counts = [Double](repeating: 0, count: 16)
        let drawn = Buffer(count: 2)
        for row in 0..<side {
            for column in 0..<side {
                let uniform = [row, column].map { (Float($0) + 0.5) / Float(side) }
                likelihood.drawnLevels(outputs: Buffer(outputs), uniform: Buffer(uniform), into: drawn)
                counts[Int(drawn[0]) * 4 + Int(drawn[1])] += 1 / Double(side * side)
            }
        }
        for (number, found) in counts.enumerated() {
            let p = exp(-nats(outputs, [Float(number / 4), Float(number % 4)], maximum: 3, width: 2))
            #expect(abs(found - p) < 0.02, "\(number)")
        }
    }

    /// If the ends cut nothing off, the expected levels are those of the means, which are linear in one another.
    @Test func expectedLevelsAreTheMeans() {
        let outputs = outputs(20, factors: 0.2).map { min(max($0, -0.6), 0.6) }
        let (levels, means) = (Buffer(count: 20), Buffer(count: 20))
        likelihood(width: 5).means(outputs: Buffer(outputs), into: means)
        // With the smallest scales, nothing reaches the ends.
        let narrow = outputs.enumerated().map { [4, 5].contains($0 % 13) ? -9 : $1 }
        likelihood(width: 5).expectedLevels(outputs: Buffer(narrow), into: levels)
        for pixel in 0..<20 { #expect(abs(levels[pixel] - (means[pixel] + 1) * 127.5) < 0.05, "pixel \(pixel)") }
    }

    /// The gradient of a weighted sum of the means agrees with central differences.
    @Test func meansHaveTheirGradient() {
        let outputs = outputs(20)
        let weights = (0..<20).map { Float($0 % 5) - 1.5 }
        let gradient = Buffer(count: outputs.count)
        likelihood(width: 5).outputGradient(
            outputs: Buffer(outputs), meansGradient: Buffer(weights), into: gradient)
        func sum(_ outputs: [Float]) -> Double {
            let means = Buffer(count: 20)
            likelihood(width: 5).means(outputs: Buffer(outputs), into: means)
            return zip(means.values, weights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        for index in outputs.indices {
            func moved(_ step: Float) -> Double {
                var other = outputs
                other[index] += step
                return sum(other)
            }
            let slope = (moved(0.01) - moved(-0.01)) / 0.02
            #expect(abs(Double(gradient[index]) - slope) < 2e-3 * max(1, abs(slope)), "output \(index)")
        }
    }
}
