import GreyImages
import Testing

/// Tests the kinds of PNG that the library doesn't write.
@Suite struct PNGReadingTests {
    private func read(_ maker: PNGMaker, convertToGrey: Bool = false) throws -> GreyImage {
        try GreyImage(pngBytes: maker.bytes, path: "made.png", options: .init(convertToGrey: convertToGrey))
    }

    @Test(arguments: [1, 2, 4, 8, 16], [false, true])
    func greyOfEveryDepthComesThroughUnchanged(bitDepth: Int, isInterlaced: Bool) throws {
        var random = RandomSource(seed: UInt64(bitDepth))
        for _ in 0..<12 {
            let size = random.size(upTo: 20)
            let maximum = 1 << bitDepth - 1
            let samples = (0..<size.pixelCount).map { _ in Int.random(in: 0...maximum, using: &random) }
            let image = try read(
                PNGMaker(
                    width: size.width, height: size.height, bitDepth: bitDepth, isInterlaced: isInterlaced,
                    samples: samples))
            let factor = bitDepth < 8 ? 255 / maximum : 1
            #expect(image.size == size)
            #expect(image.bitDepth == (bitDepth == 16 ? .sixteen : .eight))
            #expect(image.samples == samples.map { UInt16($0 * factor) })
        }
    }

    @Test(arguments: [PNGMaker.Colour.rgb, .greyAlpha, .rgba], [8, 16])
    func greyInOtherClothesIsGrey(colour: PNGMaker.Colour, bitDepth: Int) throws {
        var random = RandomSource(seed: 7)
        let maximum = 1 << bitDepth - 1
        for isInterlaced in [false, true] {
            let levels = (0..<(11 * 9)).map { _ in Int.random(in: 0...maximum, using: &random) }
            let samples = levels.flatMap { level in
                [Int](repeating: level, count: colour == .greyAlpha ? 1 : 3) + (colour == .rgb ? [] : [maximum])
            }
            let maker = PNGMaker(
                width: 11, height: 9, bitDepth: bitDepth, colour: colour, isInterlaced: isInterlaced, samples: samples)
            #expect(try read(maker).samples == levels.map(UInt16.init))
            #expect(try read(maker, convertToGrey: true).samples == levels.map(UInt16.init))
        }
    }

    @Test(arguments: [8, 16], [false, true])
    func colourIsRefusedOrConverted(bitDepth: Int, isInterlaced: Bool) throws {
        var random = RandomSource(seed: 3)
        let maximum = 1 << bitDepth - 1
        let samples = (0..<(10 * 6 * 3)).map { _ in Int.random(in: 0...maximum, using: &random) }
        let maker = PNGMaker(
            width: 10, height: 6, bitDepth: bitDepth, colour: .rgb, isInterlaced: isInterlaced, samples: samples)
        #expect(throws: PNGError.colour(path: "made.png")) { try read(maker) }
        let luma = stride(from: 0, to: samples.count, by: 3).map { index in
            let weighted = zip([2126, 7152, 722], samples[index..<(index + 3)]).map { weight, sample in weight * sample
            }
            return UInt16((weighted.reduce(0, +) + 5000) / 10_000)
        }
        #expect(try read(maker, convertToGrey: true).samples == luma)
        #expect(PNGError.colour(path: "made.png").description.contains("conversion to grey"))
        #expect(PNGError.colour(path: "made.png").description.hasPrefix("made.png: "))
    }

    @Test(arguments: [PNGMaker.Colour.greyAlpha, .rgba], [8, 16])
    func oneTransparentPixelIsRefused(colour: PNGMaker.Colour, bitDepth: Int) {
        let maximum = 1 << bitDepth - 1
        var samples = [Int](repeating: maximum, count: 5 * 4 * colour.channels)
        samples[samples.count - 1] = maximum - 1
        let maker = PNGMaker(width: 5, height: 4, bitDepth: bitDepth, colour: colour, samples: samples)
        #expect(throws: PNGError.transparent(path: "made.png")) { try read(maker) }
        #expect(throws: PNGError.transparent(path: "made.png")) { try read(maker, convertToGrey: true) }
    }

    @Test(arguments: [1, 2, 4, 8], [false, true])
    func greyPaletteIsLookedUp(bitDepth: Int, isInterlaced: Bool) throws {
        var random = RandomSource(seed: 5)
        let levels = (0..<(1 << bitDepth)).map { _ in UInt8.random(in: 0...255, using: &random) }
        let samples = (0..<(13 * 7)).map { _ in Int.random(in: 0..<levels.count, using: &random) }
        let maker = PNGMaker(
            width: 13, height: 7, bitDepth: bitDepth, colour: .palette, isInterlaced: isInterlaced, samples: samples,
            chunks: [("PLTE", levels.flatMap { [$0, $0, $0] })])
        #expect(try read(maker).samples == samples.map { UInt16(levels[$0]) })
    }

    @Test func onlyUsedPaletteEntriesCount() throws {
        // The second colour is red and transparent.
        let chunks: [(type: String, data: [UInt8])] = [("PLTE", [9, 9, 9, 200, 0, 0]), ("tRNS", [255, 0])]
        var maker = PNGMaker(width: 2, height: 1, colour: .palette, samples: [0, 0], chunks: chunks)
        #expect(try read(maker).samples == [9, 9])
        maker.samples = [0, 1]
        #expect(throws: PNGError.transparent(path: "made.png")) { try read(maker) }
        maker.chunks.removeLast()
        #expect(throws: PNGError.colour(path: "made.png")) { try read(maker) }
        #expect(try read(maker, convertToGrey: true).samples == [9, 43])
        maker.samples = [0, 2]
        #expect(throws: PNGError.self) { try read(maker) }
    }

    @Test(arguments: [1, 2, 4, 8, 16])
    func transparentLevelIsRefusedWhereItOccurs(bitDepth: Int) throws {
        let key = 1 << bitDepth - 1
        let chunks: [(type: String, data: [UInt8])] = [("tRNS", [UInt8(key >> 8), UInt8(key & 255)])]
        var maker = PNGMaker(width: 3, height: 1, bitDepth: bitDepth, samples: [0, 0, 0], chunks: chunks)
        #expect(try read(maker).samples == [0, 0, 0])
        maker.samples[2] = key
        #expect(throws: PNGError.transparent(path: "made.png")) { try read(maker) }
    }

    @Test(arguments: [8, 16])
    func transparentColourIsRefusedWhereItOccurs(bitDepth: Int) throws {
        let chunks: [(type: String, data: [UInt8])] = [("tRNS", [0, 7, 0, 7, 0, 7])]
        var maker = PNGMaker(
            width: 2, height: 1, bitDepth: bitDepth, colour: .rgb, samples: [6, 6, 6, 8, 8, 8], chunks: chunks)
        #expect(try read(maker).samples == [6, 8])
        maker.samples = [6, 6, 6, 7, 7, 7]
        #expect(throws: PNGError.transparent(path: "made.png")) { try read(maker) }
    }

    @Test(arguments: [8, 16])
    func gammaAndProfilesAreIgnored(bitDepth: Int) throws {
        let chunks: [(type: String, data: [UInt8])] = [
            ("gAMA", PNGMaker.bigEndian(100_000)), ("sBIT", [UInt8(bitDepth - 2)]), ("sRGB", [0]),
            ("iCCP", Array("x".utf8) + [0, 0] + PNGMaker.zlib([1, 2, 3])), ("tEXt", Array("Title".utf8) + [0]),
            ("prIv", [1, 2, 3]),
        ]
        let samples = [0, 1, 100, 200, 255, 254]
        let maker = PNGMaker(width: 3, height: 2, bitDepth: bitDepth, samples: samples, chunks: chunks)
        #expect(try read(maker).samples == samples.map(UInt16.init))
    }

    @Test func severalDataChunksAndTrailingBytes() throws {
        let maker = PNGMaker(width: 4, height: 3, samples: Array(1...12))
        let chunks = PNGMaker.chunks(of: maker.bytes)
        var bytes = PNGMaker.signature + PNGMaker.chunk("IHDR", chunks[0].data)
        for byte in chunks[1].data { bytes += PNGMaker.chunk("IDAT", [byte]) }
        bytes += PNGMaker.chunk("IEND", []) + [1, 2, 3]
        #expect(try GreyImage(pngBytes: bytes, path: "").samples == Array(1...12))
    }
}
