import GreyImages
import Testing

/// Tests files that are damaged by accident or on purpose.
@Suite struct PNGHostileTests {
    private let small = PNGMaker(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6]).bytes

    private func read(_ bytes: [UInt8], _ options: PNGReadingOptions = .init()) throws(PNGError) -> GreyImage {
        try GreyImage(pngBytes: bytes, path: "bad.png", options: options)
    }

    @Test func everyTruncationIsAnError() throws {
        var random = RandomSource(seed: 1)
        let interlaced = PNGMaker(width: 5, height: 5, isInterlaced: true, samples: Array(0..<25)).bytes
        for bytes in [small, interlaced, random.image(9, 9, .sixteen).pngBytes()] {
            for count in bytes.indices {
                #expect(throws: PNGError.self, "\(count) bytes of \(bytes.count)") { try read(Array(bytes[..<count])) }
            }
            _ = try read(bytes)
        }
        #expect(throws: PNGError.empty(path: "bad.png")) { try read([]) }
        #expect(throws: PNGError.truncated(path: "bad.png")) { try read(Array(small.dropLast())) }
        #expect(throws: PNGError.notPNG(path: "bad.png")) { try read(Array("GIF89a".utf8)) }
    }

    /// The signature, lengths, types and checksums cover every byte, so every flipped bit is found.
    @Test func everyFlippedBitIsAnError() {
        let withText = PNGMaker(
            width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6], chunks: [("tEXt", [65, 0, 66]), ("tRNS", [0, 9])]
        ).bytes
        for bytes in [small, withText] {
            for bit in 0..<(bytes.count * 8) {
                var flipped = bytes
                flipped[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: PNGError.self, "bit \(bit)") { try read(flipped) }
            }
        }
    }

    /// Flipped bits with corrected checksums must not crash the decoder.
    @Test func flippedBitsUnderGoodChecksumsNeverCrash() {
        let chunks = PNGMaker.chunks(of: small)
        let body: [UInt8] = Array(chunks[0].data + chunks[1].data)
        for bit in 0..<(body.count * 8) {
            var flipped = body
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            let bytes =
                PNGMaker.signature + PNGMaker.chunk("IHDR", Array(flipped[..<13]))
                + PNGMaker.chunk("IDAT", Array(flipped[13...])) + PNGMaker.chunk("IEND", [])
            let image = try? read(bytes, .init(convertToGrey: true, pixelLimit: 1 << 20))
            #expect(image.map { $0.samples.count == $0.size.pixelCount } ?? true)
        }
    }

    /// A damaged tRNS chunk must not make an image opaque.
    @Test func brokenTransparencyIsAnError() throws {
        let grey: [(String, [UInt8])] = [("tRNS", [0]), ("tRNS", [0, 9, 0]), ("tRNS", [])]
        for chunk in grey {
            let bytes = PNGMaker(width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6], chunks: [chunk]).bytes
            #expect(throws: PNGError.self, "\(chunk)") { try read(bytes) }
        }
        let twice = PNGMaker(
            width: 3, height: 2, samples: [1, 2, 3, 4, 5, 6], chunks: [("tRNS", [0, 9]), ("tRNS", [0, 1])])
        #expect(throws: PNGError.self) { try read(twice.bytes) }
        let palette: [UInt8] = [0, 0, 0, 9, 9, 9]
        func indexed(_ chunks: [(String, [UInt8])]) -> [UInt8] {
            PNGMaker(width: 2, height: 1, colour: .palette, samples: [0, 1], chunks: chunks).bytes
        }
        #expect(try read(indexed([("PLTE", palette), ("tRNS", [255, 255])])).samples == [0, 9])
        for chunks in [
            [("PLTE", palette), ("tRNS", [255, 255, 255])], [("PLTE", palette), ("tRNS", [])],
            [("tRNS", [255]), ("PLTE", palette)],
        ] as [[(String, [UInt8])]] {
            let error = #expect(throws: PNGError.self, "\(chunks)") { try read(indexed(chunks)) }
            #expect("\(error!)".contains("is damaged (tRNS"))
        }
    }

    @Test func aGitPointerIsNamed() {
        let text = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"
        #expect(throws: PNGError.gitPointer(path: "bad.png")) { try read(Array(text.utf8)) }
    }

    @Test func randomBytesNeverCrash() {
        var random = RandomSource(seed: 2)
        for _ in 0..<300 {
            let noise = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(throws: PNGError.self) { try read(noise) }
            #expect(throws: PNGError.self) { try read(Array(small.prefix(33)) + noise) }
        }
    }

    private func header(_ width: Int, _ height: Int, _ bitDepth: UInt8 = 8, _ colour: UInt8 = 0) -> [UInt8] {
        let data = PNGMaker.bigEndian(width) + PNGMaker.bigEndian(height) + [bitDepth, colour, 0, 0, 0]
        return PNGMaker.signature + PNGMaker.chunk("IHDR", data)
    }

    @Test func hugeSizesAreRefusedBeforeMemoryIsTaken() {
        let huge = ImageSize(width: 0x7fff_ffff, height: 0x7fff_ffff)
        let rest = PNGMaker.chunk("IDAT", PNGMaker.zlib([0, 0])) + PNGMaker.chunk("IEND", [])
        #expect(throws: PNGError.tooLarge(path: "bad.png", size: huge, limit: 100_000_000)) {
            try read(header(0x7fff_ffff, 0x7fff_ffff, 16, 6) + rest)
        }
        // The size is within all limits, but the file is too small to hold it.
        #expect(throws: PNGError.truncated(path: "bad.png")) {
            try read(header(0x7fff_ffff, 0x7fff_ffff, 16, 6) + rest, .init(pixelLimit: .max))
        }
        #expect(throws: PNGError.truncated(path: "bad.png")) { try read(header(10_000, 10_000) + rest) }
        #expect(throws: PNGError.tooLarge(path: "bad.png", size: .init(width: 3, height: 2), limit: 5)) {
            try read(small, .init(pixelLimit: 5))
        }
    }

    @Test(arguments: [(0, 1), (1, 0), (0x8000_0000, 1)])
    func impossibleSizesAreDamage(width: Int, height: Int) {
        #expect(throws: PNGError.damaged(path: "bad.png", reason: "IHDR: no such size")) {
            try read(header(width, height))
        }
    }

    @Test func wrongChecksumsAreNamed() {
        var chunkStart = 8
        for (type, data) in PNGMaker.chunks(of: small) {
            var bytes = small
            bytes[chunkStart + 8 + data.count] ^= 1
            #expect(throws: PNGError.damaged(path: "bad.png", reason: "\(type): CRC error")) { try read(bytes) }
            chunkStart += 12 + data.count
        }
    }

    /// The Adler-32 at the end of the data is wrong, and the checksum of the chunk is correct.
    @Test func wrongDataChecksumIsSeen() {
        let chunks = PNGMaker.chunks(of: small)
        var data = chunks[1].data
        data[data.count - 1] ^= 1
        let bytes =
            PNGMaker.signature + PNGMaker.chunk("IHDR", chunks[0].data) + PNGMaker.chunk("IDAT", data)
            + PNGMaker.chunk("IEND", [])
        // The pixels are complete, so an image is allowed, but no crash.
        #expect((try? read(bytes)).map { $0.samples == [1, 2, 3, 4, 5, 6] } ?? true)
    }

    @Test func compressedTextBombsAreSkipped() throws {
        let bomb = Array("x".utf8) + [0, 0] + PNGMaker.zlib([UInt8](repeating: 0, count: 200_000))
        let chunks = [("zTXt", bomb), ("iCCP", bomb), ("iTXt", bomb)]
        let maker = PNGMaker(width: 1, height: 1, samples: [9], chunks: chunks.map { (type: $0.0, data: $0.1) })
        #expect(try read(maker.bytes).samples == [9])
    }

    @Test func folderOrMissingFileIsAnErrorOfTheFile() throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("x.png")
        #expect(throws: FileError.self) { try GreyImage(contentsOfPNG: folder.file("x.png")) }
        #expect(throws: FileError.missing(path: folder.file("no.png"))) {
            try GreyImage(contentsOfPNG: folder.file("no.png"))
        }
    }
}
