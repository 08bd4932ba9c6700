import Foundation
import GreyImages
import Kernels
import Layers
import Testing

@testable import VAE

@Suite("The range of levels that a network's values cover")
struct LevelRangeTests {
    private func images(_ samples: [UInt16], _ depth: BitDepth = .sixteen) -> ImageDataset {
        ImageDataset(images: [
            GreyImage(size: ImageSize(width: samples.count, height: 1), bitDepth: depth, samples: samples)
        ])
    }

    private func range(_ samples: [UInt16], _ depth: BitDepth = .sixteen) -> LevelRange? {
        LevelRange(of: images(samples, depth).levelHistogram())
    }

    @Test func theRangeIsThatOfTheLevels() {
        #expect(range([33_069, 34_000, 36_863]) == LevelRange(minimum: 33_069, maximum: 36_863))
        #expect(range([0, 2000, 4095]) == LevelRange(minimum: 0, maximum: 4095))
        // Levels sixteen times as large have a range sixteen times as large.
        #expect(range([16, 32_000, 65_520]) == LevelRange(minimum: 16, maximum: 65_520))
        #expect(range([0, 65_535]) == nil)
    }

    @Test func hotPixelsDoNotWidenTheRange() throws {
        let ordinary = (0..<4000).map { UInt16($0) }
        let hot = try #require(range(ordinary + [65_535]))
        #expect(hot.minimum == 0 && hot.maximum > 4000 && hot.maximum < 12_000)
    }

    @Test func eightBitImagesThatSpanHalfTheirLevelsHaveNoRange() {
        #expect(range([0, 128], .eight) == nil)
        #expect(range([3, 250, 17], .eight) == nil)
        #expect(range([100, 110, 140], .eight) == LevelRange(minimum: 100, maximum: 140))
    }

    /// Images of one level have a range of two levels.
    @Test func equalLevelsHaveARange() {
        #expect(range([0, 0]) == LevelRange(minimum: 0, maximum: 1))
        #expect(range([65_535]) == LevelRange(minimum: 65_534, maximum: 65_535))
        #expect(range([7, 7], .eight) == LevelRange(minimum: 6, maximum: 8))
    }

    @Test(arguments: [(-1, 5), (5, 5), (6, 5), (0, 256)])
    func invalidRangesAreRefused(minimum: Int, maximum: Int) {
        var configuration = Tiny.conv
        configuration.levelRange = LevelRange(minimum: minimum, maximum: maximum)
        #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }

    @Test func likelihoodsOfTwoLevelsHaveNoRange() {
        var configuration = Tiny.binary
        #expect(configuration.fitted(to: images([100, 110, 140], .eight)).levelRange == nil)
        configuration.levelRange = LevelRange(minimum: 0, maximum: 100)
        #expect(throws: ConfigurationError.levelRangeOfTwoLevels) { try configuration.validate() }
    }

    /// Σ over all levels of p = 1 for any range and any outputs: within the range, beyond it, and beyond the depth.
    @Test(
        arguments: [
            (BitDepth.eight, 100, 140), (.eight, 0, 1), (.sixteen, 0, 4095), (.sixteen, 33_069, 36_863),
            (.sixteen, 65_000, 65_535),
        ])
    func probabilitiesOfAllLevelsSumToOne(depth: BitDepth, minimum: Int, maximum: Int) {
        let scale = LevelScale(maximumLevel: depth.maximumLevel, range: minimum...maximum)
        let level = Buffer(count: 1)
        for (mean, rawScale) in [(Float(0.7), Float(0)), (-1.5, -1), (9, 1)] {
            let likelihood = MixtureLikelihood(scale: scale, components: 1)
            let outputs = Buffer([0.3, mean, rawScale])
            var sum = 0.0
            for number in 0...depth.maximumLevel {
                level[0] = Float(number)
                sum += exp(-likelihood.distortion(outputs: outputs, levels: level, weight: 0, gradient: nil))
            }
            #expect(abs(sum - 1) < 1e-4, "mean \(mean), raw scale \(rawScale): \(sum)")
        }
    }

    /// Gradients agree with central differences for levels within the range and outside it.
    @Test(arguments: [LikelihoodKind.logistic, .gaussian, .mixture, .autoregressive])
    func gradientsAreThoseOfTheDistortion(kind: LikelihoodKind) {
        let scale = LevelScale(maximumLevel: 65_535, range: 1000...5000)
        let likelihood = kind.likelihood(scale, components: 2, width: 2)
        let levels = Buffer([1200, 4900, 900, 6000])
        let count = 4 * likelihood.outputsPerPixel
        let outputs = (0..<count).map { 0.4 * Float(($0 * 7) % 5) - 0.7 }
        let gradient = Buffer(count: count)
        _ = likelihood.distortion(outputs: Buffer(outputs), levels: levels, weight: 1, gradient: gradient)
        for index in 0..<count {
            func nats(_ step: Float) -> Double {
                var moved = outputs
                moved[index] += step
                return likelihood.distortion(outputs: Buffer(moved), levels: levels, weight: 0, gradient: nil)
            }
            let slope = (nats(0.005) - nats(-0.005)) / 0.01
            #expect(abs(slope - Double(gradient[index])) < 0.02 * max(1, abs(slope)), "\(kind) \(index)")
        }
    }

    /// Expected and drawn levels lie on the range: an output of -1 gives its lowest level, and 1 its highest.
    @Test(arguments: [LikelihoodKind.logistic, .gaussian, .mixture, .autoregressive])
    func outputsLieOnTheRange(kind: LikelihoodKind) {
        let scale = LevelScale(maximumLevel: 65_535, range: 33_069...36_863)
        let likelihood = kind.likelihood(scale, components: 1, width: 3)
        let outputs = [Float(-1), 0, 1].flatMap { mean -> [Float] in
            let own: [Float] = likelihood.outputsPerPixel == 2 ? [mean, -12] : [0, mean, -12]
            return own + [Float](repeating: 0, count: likelihood.outputsPerPixel - own.count)
        }
        let levels = Buffer(count: 3)
        likelihood.expectedLevels(outputs: Buffer(outputs), into: levels)
        for (found, expected) in zip(levels.values, [33_069, 34_966, 36_863] as [Float]) {
            #expect(abs(found - expected) < 2, "\(kind)")
        }
        likelihood.drawnLevels(outputs: Buffer(outputs), uniform: Buffer([0.5, 0.5, 0.5]), into: levels)
        for (found, expected) in zip(levels.values, [33_069, 34_966, 36_863] as [Float]) {
            #expect(abs(found - expected) < 2, "\(kind)")
        }
    }

    /// Files keep the range, and a file without one has the whole depth.
    @Test func filesKeepTheRange() throws {
        var configuration = Tiny.conv
        configuration.levelRange = LevelRange(minimum: 20, maximum: 90)
        let back = try ModelFile.read(bytes: fileBytes(Tiny.model(configuration)), path: "m")
        #expect(back.configuration.levelRange == LevelRange(minimum: 20, maximum: 90))
        let old = try ModelFile.read(bytes: fileBytes(Tiny.model(Tiny.conv)), path: "m")
        #expect(old.configuration.levelRange == nil)
        #expect(old.configuration.levels == LevelRange(minimum: 0, maximum: 255))
    }
}
