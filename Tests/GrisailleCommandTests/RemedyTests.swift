import Foundation
import Grisaille
import Testing

@Suite("Errors of reading images name the options that solve them")
struct RemedyTests {
    /// A model, and images that can't be read as they are, each kind under a name of its own.
    private static func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.prepare()
        let good = try space.bytes("ph/hand/00000.png")
        try space.write(Workspace.colourPNG, to: "tinted/c.png")
        try space.write(good, to: "tinted/good.png")
        try space.write(good, to: "broken/good.png")
        try space.write([], to: "broken/zero.png")
        try space.write(good, to: "foreign/good.png")
        for name in ["a.jpg", "b.jpg"] { try space.write([0xff, 0xd8, 0xff], to: "foreign/\(name)") }
        func image(_ width: Int, _ bitDepth: BitDepth, _ samples: (Int) -> UInt16) -> [UInt8] {
            let size = ImageSize(width: width, height: 16)
            return GreyImage(size: size, bitDepth: bitDepth, samples: (0..<size.pixelCount).map(samples)).pngBytes()
        }
        try space.write(image(16, .eight) { _ in 7 }, to: "even/a.png")
        try space.write(image(24, .sixteen) { UInt16($0) }, to: "deep/a.png")
        let shape = [1, 16, 16]
        try space.write(NumpyArray(shape: shape, elements: .uint16((0..<256).map { 5 * $0 })), to: "deep.npy")
        try space.write(NumpyArray(shape: shape, elements: .int16(.init(repeating: 5, count: 256))), to: "even.npy")
        try space.write(
            NumpyArray(shape: shape, elements: .float64((0..<256).map { Double($0) / 256 })), to: "shares.npy")
        var complex = try space.bytes("shares.npy")
        complex[try #require(complex.firstIndex(of: UInt8(ascii: "f")))] = UInt8(ascii: "c")
        try space.write(complex, to: "complex.npy")
        return space
    }

    @Test("The texts are whole, and no file is written")
    func texts() throws {
        let space = try Self.makeSpace()
        let before = space.contents
        for (line, text) in [
            ("evaluate tinted/c.png --model m", "tinted/c.png: is in colour; --convert-to-grey takes its luma\n"),
            ("train tinted --model x", "tinted: 1 image in colour. Add --convert-to-grey\n"),
            ("train broken --model x", "1 file can't be read; --skip-unreadable leaves them out\n  broken/zero.png: "),
            ("train foreign --model x", ". Convert them first, or take the PNGs alone by --ignore-other-formats:\n"),
            (
                "train even --model x --levels auto",
                "even: every pixel has the value 7.0, so there is no range of levels to measure; give --levels MIN:MAX, "
                    + "or leave the levels as they are\n"
            ),
            (
                "evaluate deep --model m",
                "; wanted are 16x16 and 8 bits. Add --size 16x16 --bit-depth 8 --levels MIN:MAX with the window of the "
                    + "model's images\n"
            ),
            (
                "evaluate deep.npy --model m",
                "; add --bit-depth 8 --levels MIN:MAX with the window of the model's images (the values here are 0:1275)\n"
            ),
            (
                "train shares.npy --model x",
                "which aren't grey levels; --levels auto maps that range, --levels MIN:MAX another\n"
            ),
            (
                "train even.npy --model x --levels auto",
                "even.npy: holds only one value, so there is no range to map; give one with --levels MIN:MAX\n"
            ),
            ("train complex.npy --model x", "; save np.abs(array) instead, and read it with --levels auto\n"),
        ] as [(String, String)] {
            let result = try space.run(line)
            #expect(result.status == 65 && result.errors.contains(text), "\(line): \(result.errors)")
        }
        #expect(space.contents == before)
    }

    @Test("What is left out is told with the option that takes it")
    func leftOut() throws {
        let space = try Self.makeSpace()
        let result = try space.succeed("evaluate tinted --model m --skip-unreadable")
        #expect(result.errors.contains("left out tinted/c.png: is in colour; --convert-to-grey takes its luma\n"))
    }
}
