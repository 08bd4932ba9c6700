import GreyImages
import Testing

/// Tests that common greyscale PNGs of 8 and 16 bits are decoded without libpng.
@Suite struct PlainPNGTests {
    private func read(_ bytes: [UInt8]) -> Result<GreyImage, PNGError> {
        Result { () throws(PNGError) in try GreyImage(pngBytes: bytes, path: "plain.png") }
    }

    /// Creates a file with a header and data in several chunks.
    ///
    /// - Parameter forLibPNG: Whether to add a harmless chunk in an unusual place, so that libpng decodes the file.
    private func file(_ header: [UInt8], _ data: [[UInt8]], forLibPNG: Bool) -> [UInt8] {
        PNGMaker.signature + PNGMaker.chunk("IHDR", header) + PNGMaker.chunk("gAMA", [0, 0, 177, 143])
            + data.flatMap { PNGMaker.chunk("IDAT", $0) } + (forLibPNG ? PNGMaker.chunk("tRNS", [0, 0]) : [])
            + PNGMaker.chunk("tEXt", [65, 0, 66]) + PNGMaker.chunk("IEND", [])
    }

    private func header(_ size: ImageSize, _ bitDepth: BitDepth) -> [UInt8] {
        PNGMaker.bigEndian(size.width) + PNGMaker.bigEndian(size.height) + [UInt8(bitDepth.rawValue), 0, 0, 0, 0]
    }

    private func pieces(of data: [UInt8], _ random: inout RandomSource) -> [[UInt8]] {
        let cuts = (0..<3).map { _ in Int.random(in: 0...data.count, using: &random) }.sorted()
        return zip([0] + cuts, cuts + [data.count]).map { Array(data[$0..<$1]) }
    }

    /// Random filtered bytes are valid. The largest images here are too large to be inflated at once.
    @Test(arguments: BitDepth.allCases)
    func everyFilterIsUndoneAsLibPNGDoes(bitDepth: BitDepth) throws {
        var random = RandomSource(seed: 21)
        let sizes = [(1, 1), (1, 9), (9, 1), (700, 300), (90_000, 3)].map { ImageSize(width: $0.0, height: $0.1) }
        for size in sizes + (0..<60).map({ _ in random.size(upTo: 24) }) {
            let filters = random.next() % 3 == 0 ? 4...4 : UInt8(0)...4
            let rows = (0..<size.height).flatMap { _ in
                [UInt8.random(in: filters, using: &random)]
                    + (0..<(size.width * bitDepth.rawValue / 8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            let data = pieces(of: PNGMaker.zlib(rows), &random)
            let image = try read(file(header(size, bitDepth), data, forLibPNG: false)).get()
            #expect(try read(file(header(size, bitDepth), data, forLibPNG: true)).get() == image)
        }
    }

    @Test(arguments: BitDepth.allCases)
    func compressedImagesAreReadAsLibPNGDoes(bitDepth: BitDepth) throws {
        var random = RandomSource(seed: 22)
        for size in [(64, 64), (500, 400)].map({ ImageSize(width: $0.0, height: $0.1) }) {
            let samples = (0..<size.pixelCount).map { index in
                let level = index / size.width * 3 + index % 40 + Int.random(in: 0...2, using: &random)
                return UInt16(level & bitDepth.maximumLevel)
            }
            let image = GreyImage(size: size, bitDepth: bitDepth, samples: samples)
            let data = PNGMaker.chunks(of: image.pngBytes()).filter { $0.type == "IDAT" }.flatMap(\.data)
            for forLibPNG in [false, true] {
                let bytes = file(header(size, bitDepth), pieces(of: data, &random), forLibPNG: forLibPNG)
                #expect(try read(bytes).get() == image)
            }
        }
    }

    /// Tests too little or too much data, an unknown filter, and flipped bits with correct checksums.
    @Test func whateverIsWrongIsLeftToLibPNG() {
        var random = RandomSource(seed: 23)
        let size = ImageSize(width: 5, height: 4)
        let rows = (0..<4).flatMap { _ in [UInt8(4)] + (0..<5).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        var streams = [rows.dropLast(), rows + [0], [5] + rows.dropFirst()].map { PNGMaker.zlib(Array($0)) }
        let whole = PNGMaker.zlib(rows)
        streams += [Array(whole.dropLast(4)), whole + [0], whole + whole]
        for bit in 0..<(whole.count * 8) {
            var flipped = whole
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            streams.append(flipped)
        }
        for stream in streams {
            let results = [false, true].map { read(file(header(size, .eight), [stream], forLibPNG: $0)) }
            #expect(results[0] == results[1])
        }
    }
}
