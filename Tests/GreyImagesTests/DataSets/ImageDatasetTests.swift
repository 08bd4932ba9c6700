import Testing

@testable import GreyImages

@Suite struct ImageDatasetTests {
    @Test(arguments: BitDepth.allCases)
    func imagesComeBackAsTheyWere(bitDepth: BitDepth) {
        var random = RandomSource(seed: 1)
        let images = (0..<6).map { _ in random.image(7, 5, bitDepth) }
        let dataset = ImageDataset(images: images, classNames: ["a", "b"], labels: [0, 1, 1, 0, 0, 1])
        #expect(dataset.count == 6 && dataset.bitDepth == bitDepth && dataset.size == images[0].size)
        #expect(dataset.names == ["0", "1", "2", "3", "4", "5"])
        #expect((0..<6).map(dataset.image) == images)
        let subset = dataset.subset([4, 1, 1])
        #expect((0..<3).map(subset.image) == [images[4], images[1], images[1]])
        #expect(subset.labels == [0, 1, 1] && subset.names == ["4", "1", "1"] && subset.classNames == ["a", "b"])
    }

    @Test(arguments: BitDepth.allCases)
    func levelsAreTheIntegersThemselves(bitDepth: BitDepth) {
        var random = RandomSource(seed: 2)
        let images = (0..<3).map { _ in random.image(33, 3, bitDepth) }
        let dataset = ImageDataset(images: images)
        for index in 0..<3 {
            var levels = [Float](repeating: -1, count: 99)
            var span = levels.mutableSpan
            dataset.copyLevels(of: index, into: &span)
            #expect(levels == images[index].samples.map(Float.init))
        }
    }

    @Test(arguments: BitDepth.allCases)
    func regionsAreThoseOfTheImage(bitDepth: BitDepth) {
        var random = RandomSource(seed: 4)
        let images = (0..<3).map { _ in random.image(9, 6, bitDepth) }
        let dataset = ImageDataset(images: images)
        for (row, column, width, height) in [(0, 0, 9, 6), (2, 3, 4, 3), (5, 8, 1, 1), (1, 0, 9, 5)] {
            let region = PixelRegion(row: row, column: column, size: ImageSize(width: width, height: height))
            var levels = [Float](repeating: -1, count: region.size.pixelCount)
            var span = levels.mutableSpan
            dataset.copyLevels(of: 1, in: region, into: &span)
            let expected = (row..<row + height).flatMap { row in
                (column..<column + width).map { Float(images[1].samples[row * 9 + $0]) }
            }
            #expect(levels == expected)
        }
        #expect(!PixelRegion(row: 1, column: 0, size: dataset.size).fits(dataset.size))
        #expect(!PixelRegion(row: 0, column: -1, size: ImageSize(width: 1, height: 1)).fits(dataset.size))
    }

    @Test(arguments: BitDepth.allCases)
    func equalImagesAloneShareAHash(bitDepth: BitDepth) {
        var random = RandomSource(seed: 3)
        for side in [1, 2, 3, 5, 8] {
            let first = random.image(side, side + 1, bitDepth)
            var images = [first]
            for pixel in first.samples.indices {
                for bit in 0..<bitDepth.rawValue {
                    var samples = first.samples
                    samples[pixel] ^= 1 << UInt16(bit)
                    images.append(GreyImage(size: first.size, bitDepth: bitDepth, samples: samples))
                }
            }
            let dataset = ImageDataset(images: images + [first])
            let hashes = (0..<dataset.count).map(dataset.pixelHash)
            #expect(Set(hashes).count == images.count)
            #expect(hashes.first == hashes.last)
        }
    }

    @Test func sizeAndDepthBelongToTheHash() {
        let shapes = [(6, 4), (4, 6), (24, 1), (12, 2)]
        let hashes = shapes.flatMap { width, height in
            BitDepth.allCases.map { ImageDataset(images: [.constant(0, width, height, $0)]).pixelHash(of: 0) }
        }
        #expect(Set(hashes).count == 8)
    }

    /// The expected hashes were computed in Python. Hashes in files must not change.
    @Test func hashesNeverChange() {
        let dataset = ImageDataset(images: [GreyImage([(0..<11).map { UInt16($0 * 23) }])])
        let wide = ImageDataset(images: [GreyImage([(0..<11).map { UInt16($0 * 5_000) }], .sixteen)])
        #expect(dataset.pixelHash(of: 0) == 0xfa80_fcb3_f0c0_0652)
        #expect(wide.pixelHash(of: 0) == 0xa4e2_c250_69e0_c862)
    }

    /// About half of the bits change if one bit of one pixel changes.
    @Test func hashesAreWellMixed() {
        var random = RandomSource(seed: 5)
        var flips = 0
        for _ in 0..<200 {
            let image = random.image(6, 6)
            var samples = image.samples
            samples[.random(in: 0..<36, using: &random)] ^= 1
            let pair = ImageDataset(images: [image, GreyImage(size: image.size, bitDepth: .eight, samples: samples)])
            flips += (pair.pixelHash(of: 0) ^ pair.pixelHash(of: 1)).nonzeroBitCount
        }
        #expect((31...33).contains(Double(flips) / 200))
    }
}
