import Testing

@testable import GreyImages

@Suite struct PNGWritingTests {
    @Test(arguments: BitDepth.allCases)
    func whatIsWrittenIsReadBack(bitDepth: BitDepth) throws {
        var random = RandomSource(seed: 11)
        let sizes = [(1, 1), (1, 70), (70, 1), (70, 70)].map { ImageSize(width: $0.0, height: $0.1) }
        for size in sizes + (0..<25).map({ _ in random.size(upTo: 70) }) {
            let image = random.image(size, bitDepth)
            #expect(try GreyImage(pngBytes: image.pngBytes(), path: "") == image)
        }
    }

    @Test(arguments: BitDepth.allCases)
    func extremesSurvive(bitDepth: BitDepth) throws {
        for level in [0, 1, bitDepth.maximumLevel - 1, bitDepth.maximumLevel] {
            let image = GreyImage.constant(UInt16(level), 9, 4, bitDepth)
            #expect(try GreyImage(pngBytes: image.pngBytes(), path: "") == image)
        }
    }

    @Test func bytesAreRepeatableAndPlain() {
        var random = RandomSource(seed: 12)
        let image = random.image(40, 30, .sixteen)
        #expect(image.pngBytes() == image.pngBytes())
        let chunks = PNGMaker.chunks(of: image.pngBytes())
        #expect(chunks.map(\.type) == ["IHDR", "IDAT", "IEND"])
        #expect(chunks[0].data == PNGMaker.bigEndian(40) + PNGMaker.bigEndian(30) + [16, 0, 0, 0, 0])
    }

    @Test func smoothImagesAreFiltered() {
        // A gradient repeats no byte of a row, so only a filter makes it small.
        let rows = (0..<64).map { y in (0..<64).map { x in UInt16(x * 3 + y) } }
        #expect(GreyImage(rows).pngBytes().count < 400)
    }

    @Test func noiseOfTwoLevelsIsLeftUnfiltered() {
        // A filter would turn two values into four.
        var random = RandomSource(seed: 15)
        let rows = (0..<64).map { _ in (0..<64).map { _ in random.next() % 4 == 0 ? UInt16(255) : 0 } }
        #expect(GreyImage(rows).pngBytes().count < 850)
    }

    /// The data fill several chunks.
    @Test(arguments: BitDepth.allCases)
    func aLargeImageIsWrittenInPieces(bitDepth: BitDepth) throws {
        var random = RandomSource(seed: 14)
        let image = random.image(900, 800, bitDepth)
        let types = PNGMaker.chunks(of: image.pngBytes()).map(\.type)
        #expect(types.count > 4 && types.dropFirst().dropLast().allSatisfy { $0 == "IDAT" })
        #expect(try GreyImage(pngBytes: image.pngBytes(), path: "") == image)
    }

    @Test func writesAFileThatReadsBack() throws {
        let folder = try TemporaryFolder()
        var random = RandomSource(seed: 13)
        let image = random.image(5, 6)
        try image.writePNG(to: folder.file("a.png"))
        #expect(try GreyImage(contentsOfPNG: folder.file("a.png")) == image)
        #expect(try folder.contents == ["a.png"])
        #expect(throws: FileError.self) { try image.writePNG(to: folder.file("none/a.png")) }
    }
}
