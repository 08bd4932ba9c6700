import Testing

@testable import GreyImages

@Suite struct AnimatedPNGTests {
    private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    @Test(arguments: BitDepth.allCases)
    func chunksStandAsTheFormatWantsThem(bitDepth: BitDepth) throws {
        var random = RandomSource(seed: 21)
        let frames = (0..<3).map { _ in random.image(7, 5, bitDepth) }
        let bytes = AnimatedPNG(frames: frames, framesPerSecond: 12.5).bytes()
        let chunks = PNGMaker.chunks(of: bytes)
        #expect(
            chunks.map(\.type) == ["IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND"])
        #expect(chunks[1].data == PNGMaker.bigEndian(3) + PNGMaker.bigEndian(0), "three frames, for ever")
        var sequence = 0
        for chunk in chunks where chunk.type == "fcTL" || chunk.type == "fdAT" {
            #expect(number(chunk.data[0..<4]) == sequence)
            sequence += 1
            guard chunk.type == "fcTL" else { continue }
            #expect(chunk.data.count == 26)
            #expect([4, 8, 12, 16].map { number(chunk.data[$0..<($0 + 4)]) } == [7, 5, 0, 0])
            #expect(number(chunk.data[20..<22]) == 2 && number(chunk.data[22..<24]) == 25)
            #expect(chunk.data[24...] == [0, 0])
        }
        // The data of each frame is that of a separate PNG.
        for (index, position) in [3, 5, 7].enumerated() {
            let data = Array(chunks[position].data.dropFirst(index == 0 ? 0 : 4))
            let still =
                PNGMaker.signature + PNGMaker.chunk("IHDR", chunks[0].data) + PNGMaker.chunk("IDAT", data)
                + PNGMaker.chunk("IEND", [])
            #expect(try GreyImage(pngBytes: still, path: "") == frames[index])
        }
        // The checksums are correct, and a reader without support for animation sees the first frame.
        #expect(try GreyImage(pngBytes: bytes, path: "") == frames[0])
    }

    @Test(
        arguments: [
            (1, 1, 1), (10, 1, 10), (12.5, 2, 25), (0.5, 2, 1), (24, 1, 24), (29.97, 100, 2997), (65_535, 1, 65_535),
            (1 / 65_535, 65_535, 1),
        ] as [(Double, Int, Int)])
    func delaysAreTheSmallestFractions(rate: Double, numerator: Int, denominator: Int) {
        let delay = AnimatedPNG.delay(framesPerSecond: rate)
        #expect(Int(delay.numerator) == numerator && Int(delay.denominator) == denominator)
    }

    @Test func writesAFile() throws {
        let folder = try TemporaryFolder()
        let animation = AnimatedPNG(frames: [.constant(3, 2, 2), .constant(4, 2, 2)], framesPerSecond: 5)
        try animation.write(to: folder.file("a.png"))
        #expect(try FileBytes.read(folder.file("a.png")) == animation.bytes())
    }
}
