import Testing

@testable import GreyImages

@Suite struct ResizingTests {
    @Test(arguments: Fit.allCases, BitDepth.allCases)
    func constantStaysConstant(fit: Fit, bitDepth: BitDepth) {
        var random = RandomSource(seed: 1)
        for _ in 0..<25 {
            let size = random.size(upTo: 40)
            let newSize =
                fit == .pad ? ImageSize(width: size.width * 2, height: size.height * 2) : random.size(upTo: 40)
            let level = UInt16.random(in: 0...UInt16(bitDepth.maximumLevel), using: &random)
            let image = GreyImage.constant(level, size.width, size.height, bitDepth)
            let expected = GreyImage.constant(level, newSize.width, newSize.height, bitDepth)
            #expect(image.resized(to: newSize, fit: fit) == expected)
        }
    }

    @Test(arguments: Fit.allCases)
    func sameSizeIsTheSameImage(fit: Fit) {
        var random = RandomSource(seed: 2)
        let image = random.image(9, 7, .sixteen)
        #expect(image.resized(to: image.size, fit: fit) == image)
    }

    /// Shrinking by integer factors averages blocks, so the mean stays the same except for rounding.
    @Test(arguments: BitDepth.allCases)
    func shrinkingByWholeFactorsAveragesBlocks(bitDepth: BitDepth) {
        var random = RandomSource(seed: 3)
        for (across, down) in [(2, 2), (3, 5), (4, 1), (1, 6)] {
            let image = random.image(5 * across, 4 * down, bitDepth)
            let small = image.resized(to: .init(width: 5, height: 4), fit: .stretch)
            for y in 0..<4 {
                for x in 0..<5 {
                    var sum = 0
                    for row in 0..<down {
                        for column in 0..<across { sum += Int(image[x * across + column, y * down + row]) }
                    }
                    #expect(Int(small[x, y]) == (sum + across * down / 2) / (across * down))
                }
            }
        }
    }

    @Test func shrinkingByAFractionWeighsTheParts() {
        // Three pixels become two, which share the middle one.
        let image = GreyImage([[0, 90, 210]])
        #expect(image.resized(to: .init(width: 2, height: 1), fit: .stretch).samples == [30, 170])
        #expect(
            GreyImage([[0], [90], [210]]).resized(to: .init(width: 1, height: 2), fit: .stretch).samples == [30, 170])
    }

    @Test func growingInterpolatesBetweenCentres() {
        let grown = GreyImage([[0, 100]]).resized(to: .init(width: 4, height: 2), fit: .stretch)
        #expect(grown == GreyImage([[0, 25, 75, 100], [0, 25, 75, 100]]))
        #expect(GreyImage([[7]]).resized(to: .init(width: 3, height: 2), fit: .stretch) == .constant(7, 3, 2))
    }

    @Test func growingAndShrinkingMix() {
        let image = GreyImage([[0, 100], [100, 200], [20, 40], [40, 60]])
        let resized = image.resized(to: .init(width: 4, height: 2), fit: .stretch)
        #expect(resized == GreyImage([[50, 75, 125, 150], [30, 35, 45, 50]]))
    }

    @Test func fullScaleDoesNotOverflow() {
        let image = GreyImage.constant(65_535, 300, 200, .sixteen)
        #expect(image.resized(to: .init(width: 299, height: 201), fit: .stretch).samples.allSatisfy { $0 == 65_535 })
    }

    @Test func padCentresWithBlack() {
        let wide = GreyImage.constant(9, 4, 2).resized(to: .init(width: 4, height: 4), fit: .pad)
        #expect(wide == GreyImage([[0, 0, 0, 0], [9, 9, 9, 9], [9, 9, 9, 9], [0, 0, 0, 0]]))
        let tall = GreyImage.constant(9, 2, 4).resized(to: .init(width: 5, height: 4), fit: .pad)
        #expect(tall.samples[0..<5] == [0, 9, 9, 0, 0], "the odd column goes to the right")
        let thin = GreyImage.constant(9, 1000, 1).resized(to: .init(width: 3, height: 3), fit: .pad)
        #expect(thin == GreyImage([[0, 0, 0], [9, 9, 9], [0, 0, 0]]), "never less than a row")
    }

    @Test func cropCutsEvenly() {
        let wide = GreyImage([[1, 2, 3, 4], [5, 6, 7, 8]])
        #expect(wide.resized(to: .init(width: 2, height: 2), fit: .crop) == GreyImage([[2, 3], [6, 7]]))
        #expect(wide.resized(to: .init(width: 1, height: 2), fit: .crop).samples.count == 2)
        // An image with extreme proportions must not need millions of rows.
        let thin = GreyImage.constant(3, 100_000, 1).resized(to: .init(width: 8, height: 8), fit: .crop)
        #expect(thin == .constant(3, 8, 8))
    }

    @Test func depthsConvertExactly() {
        let levels = GreyImage([(0...255).map { UInt16($0) }])
        let wide = levels.converted(to: .sixteen)
        #expect(wide.samples == (0...255).map { UInt16($0 * 257) })
        #expect(wide.converted(to: .eight) == levels)
        for level in stride(from: 0, through: 65_535, by: 1) {
            let rounded = UInt16((Double(level) / 257).rounded())
            let narrow = UInt16((UInt32(level) + 128) / 257)
            if narrow != rounded { Issue.record("\(level) is rounded to \(narrow)") }
        }
        #expect(GreyImage([[128, 129, 65_535]], .sixteen).converted(to: .eight).samples == [0, 1, 255])
    }
}
