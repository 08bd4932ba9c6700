import Testing
import TestSupport

@testable import GreyImages

@Suite("Small changes of images")
struct ImageVariationTests {
    private static func image(_ width: Int, _ height: Int, _ level: (Int, Int) -> Int) -> GreyImage {
        GreyImage(
            size: ImageSize(width: width, height: height), bitDepth: .sixteen,
            samples: (0..<width * height).map { UInt16(level($0 % width, $0 / width)) })
    }

    private static let ramp = image(33, 17) { 1000 + 100 * $0 + 7 * $1 }

    @Test("No change gives the image itself, and a flip twice")
    func identity() {
        var flip = ImageVariation()
        flip.flip = 1
        let levels = 0...65_535
        #expect(Self.ramp.varied(by: .none, levels: levels) == Self.ramp)
        let flipped = Self.ramp.varied(by: flip, levels: levels)
        #expect(flipped[0, 3] == Self.ramp[32, 3] && flipped != Self.ramp)
        #expect(flipped.varied(by: flip, levels: levels) == Self.ramp)
    }

    @Test("A shift moves whole pixels and repeats the border")
    func shift() {
        var variation = ImageVariation()
        (variation.column, variation.row) = (1, -1)
        // A sixteenth of 33 and of 17, rounded: 2 columns to the right, 1 row up.
        let moved = Self.ramp.varied(by: variation, levels: 0...65_535)
        #expect(moved[10, 5] == Self.ramp[8, 6] && moved[0, 0] == Self.ramp[0, 1])
        #expect(moved[32, 16] == Self.ramp[30, 16])
    }

    @Test("A turn leaves the middle in place, and turns by up to six degrees")
    func turn() {
        var variation = ImageVariation()
        variation.angle = 1
        let turned = Self.ramp.varied(by: variation, levels: 0...65_535)
        #expect(turned[16, 8] == Self.ramp[16, 8])
        // Eight rows below the middle, six degrees are 0.84 columns of 100 levels, and hardly any row.
        let change = Int(turned[16, 16]) - Int(Self.ramp[16, 16])
        #expect(abs(abs(change) - 84) <= 2, "\(change)")
        #expect(Int(turned[16, 0]) - Int(Self.ramp[16, 0]) == -change)
    }

    @Test("Exposure keeps black, white and what lies beyond them, and moves the levels between")
    func exposure() {
        let image = Self.image(5, 1) { column, _ in [50, 100, 600, 1100, 2000][column] }
        for (exposure, isDarker) in [(1.0, true), (-1.0, false)] {
            var variation = ImageVariation()
            variation.exposure = exposure
            let samples = image.varied(by: variation, levels: 100...1100).samples
            #expect(samples[0] == 50 && samples[1] == 100 && samples[3] == 1100 && samples[4] == 2000)
            #expect((samples[2] < 600) == isDarker && samples[2] != 600)
        }
        let flat = Self.image(3, 2) { _, _ in 7 }
        var variation = ImageVariation()
        variation.exposure = 1
        #expect(flat.varied(by: variation, levels: 7...7) == flat)
    }

    @Test(
        "Only the kinds asked for are drawn, within their bounds, and each has its features",
        arguments: BitDepth.allCases)
    func draws(bitDepth: BitDepth) {
        var random = RandomSource(seed: 5)
        let image = random.image(1, 1, bitDepth)
        for kinds in [[], [.flip], [.shift, .exposure], AugmentationKind.allCases] as [[AugmentationKind]] {
            var isFlipped: Set<Double> = []
            for _ in 0..<50 {
                let draws = (0..<5).map { _ in Float.random(in: 0..<1, using: &random) }
                let variation = ImageVariation(kinds, draws: draws)
                isFlipped.insert(variation.flip)
                #expect((variation.column != 0) == kinds.contains(.shift))
                #expect((variation.angle != 0) == kinds.contains(.rotate))
                #expect((variation.exposure != 0) == kinds.contains(.exposure))
                let features = variation.features(kinds)
                #expect(features.count == kinds.reduce(0) { $0 + $1.featureCount })
                #expect(features.allSatisfy { (-1...1).contains($0) })
                // One pixel stays one pixel.
                #expect(image.varied(by: variation, levels: 0...bitDepth.maximumLevel).size == image.size)
            }
            #expect(isFlipped == (kinds.contains(.flip) ? [0, 1] : [0]))
        }
    }
}
