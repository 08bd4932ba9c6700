import Foundation
import Grisaille
import Testing

@Suite("Failures are told plainly and leave nothing behind")
struct FailureTests {
    /// A folder of all that can go wrong.
    private static func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("phantoms --output wide --count 2 --size 24x20")
        try space.succeed("phantoms --output deep --count 1 --size 16 --bit-depth 16")
        try space.makeFolder("empty")
        try space.write(Array("words".utf8), to: "plain")
        try space.write(Array("words".utf8), to: "texts/a.txt")
        let png = try space.bytes("ph/hand/00000.png")
        try space.write(png, to: "mixed/a.png")
        try space.write(space.bytes("wide/hand/00000.png"), to: "mixed/b.png")
        try space.write(png, to: "depths/a.png")
        try space.write(space.bytes("deep/hand/00000.png"), to: "depths/b.png")
        try space.write(Workspace.colourPNG, to: "colour/c.png")
        try space.write(png, to: "broken/good.png")
        try space.write(Array(png.prefix(png.count / 2)), to: "broken/truncated.png")
        try space.write([], to: "broken/zero.png")
        try space.makeFolder("broken/folder.png")
        var changed = png
        changed[png.count - 20] ^= 1
        try space.write(changed, to: "broken/crc.png")
        var huge = png
        huge[16] = 0x7f
        try space.write(huge, to: "broken/huge.png")
        let model = try space.bytes("m")
        try space.write(Array(model.prefix(model.count - 9)), to: "truncated.safetensors")
        try space.write([UInt8](repeating: 255, count: 64), to: "long.safetensors")
        try space.write([], to: "zero.safetensors")
        try space.write(NumpyArray(shape: [2, 4], elements: .float32(.init(repeating: 0, count: 8))), to: "wide.npy")
        try space.write(NumpyArray(shape: [1, 3], elements: .float32([0, .nan, 0])), to: "nan.npy")
        try space.write(NumpyArray(shape: [1, 3], elements: .int64([0, 0, 0])), to: "whole.npy")
        try space.write(Array("\u{93}NUMPY".utf8), to: "bad.npy")
        return space
    }

    private struct Case {
        var line: String
        var status: Int32
        var words: [String]

        init(_ line: String, _ status: Int32, _ words: String...) {
            self.line = line
            self.status = status
            self.words = words
        }
    }

    private func check(_ cases: [Case]) throws {
        let space = try Self.makeSpace()
        let before = space.contents
        for one in cases {
            // With --json nothing but the error is different.
            let result = try space.run(one.line + (one.line.hasPrefix("no") ? "" : " --json"))
            #expect(result.status == one.status, "\(one.line): \(result.errors)")
            #expect(result.output.isEmpty, "\(one.line): \(result.output)")
            for word in one.words { #expect(result.errors.contains(word), "\(one.line): \(result.errors)") }
            #expect(result.errors.lowercased().contains("error: "), "\(one.line): \(result.errors)")
            #expect(space.contents == before, "\(one.line) left \(space.contents.subtracting(before))")
        }
    }

    @Test("Wrong options: 64, and the option is named")
    func usage() throws {
        let train = "train ph --model x"
        try check([
            Case("nonsense", 64, "nonsense"), Case("sample --output s", 64, "--model"),
            Case("\(train) --size 0", 64, "--size"), Case("\(train) --latent 0", 64, "--latent"),
            Case("\(train) --channels 32,x", 64, "--channels"),
            Case("\(train) --architecture conv --hidden 4,4", 64, "--hidden"),
            Case("\(train) --channels 1,1,1,1,1,1,1,1,1,1,1,1,1", 64, "--channels"),
            Case("\(train) --architecture mlp --channels 4", 64, "--channels"),
            Case("\(train) --architecture tree", 64, "--architecture"),
            Case("\(train) --architecture mlp --hidden 65537", 64, "--hidden"),
            Case("\(train) --hidden 4", 64, "--hidden", "mlp or conv"),
            Case("\(train) --architecture mlp --adversarial 1", 64, "--adversarial", "residual or conv"),
            Case("\(train) --architecture conv --blocks 1,1", 64, "--blocks", "residual"),
            Case("\(train) --channels 4,8 --blocks 1", 64, "--blocks", "--channels"),
            Case("\(train) --latent 5x5x8 --size 64", 64, "5x5", "64x64", "32x32", "8x8", "4x4"),
            Case("\(train) --latent 5x5x8", 64, "5x5", "16x16", "8x8", "4x4"),
            Case("\(train) --latent 8x8", 64, "--latent"),
            Case("\(train) --architecture conv --latent 8x8x8", 64, "--latent"),
            Case("\(train) --prior standard --conditional", 64, "--conditional", "--prior flow"),
            Case("\(train) --architecture mlp --flow-width 8", 64, "--flow-width", "--prior flow"),
            Case("\(train) --flow-width 12", 64, "--flow-width", "8...4096"),
            Case("\(train) --flow-blocks 0", 64, "--flow-blocks"),
            Case("\(train) --adversarial -1", 64, "--adversarial"),
            Case("\(train) --preset tiny", 64, "--preset"),
            Case("\(train) --architecture mlp --hidden 65536,65536,65536,65536", 71, "--hidden", "memory"),
            Case("\(train) --epochs 1 --minutes 1", 64, "--epochs", "--minutes"),
            Case("\(train) --epochs 0", 64, "--epochs"), Case("\(train) --minutes 0", 64, "--minutes"),
            Case("\(train) --batch 0", 64, "--batch"), Case("\(train) --learning-rate 0", 64, "--learning-rate"),
            Case("\(train) --beta nan", 64, "--beta"), Case("\(train) --warmup 2", 64, "--warmup"),
            Case("\(train) --validation 1", 64, "--validation"), Case("\(train) --patience 0", 64, "--patience"),
            Case("\(train) --patience 1 --validation 0", 64, "--patience", "--validation"),
            Case("\(train) --binarize dynamic", 64, "--likelihood bernoulli", "--binarize"),
            Case("\(train) --threads 0", 64, "--threads"), Case("\(train) --seed -1", 64, "--seed"),
            Case("\(train) --megapixels 0", 64, "--megapixels"),
            Case("sample --model m --output s --count 0", 64, "--count"),
            Case("sample --model m --output s --temperature -1", 64, "--temperature"),
            Case("sample --model m --output s --noise loud", 64, "--noise"),
            Case("sample --model m --output s --sheet s", 64, "s: is named twice"),
            Case("encode ph --model m --output ./m --force", 64, "m: is named twice"),
            Case("interpolate ph/hand/00000.png ph/hand/00001.png --model m --output i --steps 1", 64, "--steps"),
            Case("prior fit ph --model m --output x --prior mixture --validation -1", 64, "--validation"),
            Case("prior fit ph --model m --output x --prior mixture --validation nan", 64, "--validation"),
            Case("prior fit ph --model m --output x --prior mixture --flow-width 8", 64, "--flow-width"),
            Case("phantoms --output p --size 4", 64, "--size"),
            Case("phantoms --output p --first 9223372036854775807", 64, "--first"),
            Case("reconstruct ph --model m --output r --pairs 0", 64, "--pairs"),
        ])
    }

    @Test("Bad data: 65, and the file is named with the remedy")
    func badData() throws {
        try check([
            Case("train empty --model x", 65, "empty: ", "PNG"), Case("train texts --model x", 65, "texts: "),
            Case("train mixed --model x", 65, "16x16: 1 image", "24x20: 1 image", "--size"),
            Case("train depths --model x", 65, "8 bits: 1 image", "16 bits: 1 image", "--bit-depth"),
            Case("train colour --model x", 65, "colour: ", "c.png", "--convert-to-grey"),
            Case(
                "train broken --model x", 65, "5 files", "--skip-unreadable", "broken/truncated.png: ",
                "broken/zero.png: ", "broken/folder.png: ", "broken/crc.png: ", "broken/huge.png: "),
            Case("train plain --model x", 65, "plain: "), Case("train bad.npy --model x", 65, "bad.npy: "),
            Case("encode wide --model m --output l.npy", 65, "wide: ", "24x20", "--size 16x16"),
            Case("evaluate deep --model m", 65, "deep: ", "--bit-depth 8"),
            Case("decode wide.npy --model m --output d", 65, "wide.npy: ", "[2, 4]", "[N, 3]"),
            Case("decode nan.npy --model m --output d", 65, "nan.npy: ", "not a number"),
            Case("decode whole.npy --model m --output d", 65, "whole.npy: ", "float32"),
            Case("decode plain --model m --output d", 65, "plain: "),
            Case("decode m --model m.history.csv --output d", 65, "m.history.csv: "),
            Case("sample --model truncated.safetensors --output s", 65, "truncated.safetensors: "),
            Case("sample --model long.safetensors --output s", 65, "long.safetensors: "),
            Case("info zero.safetensors", 65, "zero.safetensors: "),
            Case("interpolate ph ph/hand/00000.png --model m --output i", 65, "ph: ", "one image"),
        ])
    }

    @Test("Missing inputs: 66; outputs that can't be created: 73")
    func files() throws {
        try check(
            [
                Case("train gone --model x", 66, "gone: "), Case("sample --model gone --output s", 66, "gone: "),
                Case("encode gone --model m --output l.npy", 66, "gone: "),
                Case("decode gone.npy --model m --output d", 66, "gone.npy: "), Case("info gone", 66, "gone: "),
                Case("train ph --model x --resume", 66, "x.training: ", "--resume"),
                Case("train ph --model m", 73, "m: exists already", "--force"),
                Case("train ph --model plain/m", 73, "plain/m: ", "not a folder"),
                Case("train ph --model ph --force", 64, "ph: is named twice"),
                Case("train wide --model empty --force", 73, "empty: ", "folder"),
                Case("train ph --model /dev/full --force", 73, "/dev/full: "),
                Case("train ph --model /proc/none/m", 73, "/proc/none/m: "),
                Case("encode ph --model m --output plain", 73, "plain: exists already", "--force"),
                Case("sample --model m --output ph", 73, "ph: ", "not empty", "--force"),
                Case("sample --model m --output plain", 73, "plain: "),
                Case("sample --model m --output s --sheet plain", 73, "plain: exists already"),
                Case("sample --model m --output plain/s", 73, "plain/s: "),
                Case("phantoms --output /proc/none", 73, "/proc/none: "),
            ])
    }

    @Test("--force overwrites, and --skip-unreadable goes on and says how many were left out")
    func remedies() throws {
        let space = try Self.makeSpace()
        let small = "--architecture conv --channels 4 --hidden 8 --latent 3 --epochs 1"
        try space.succeed("train ph --model m \(small) --force")
        try space.succeed("encode ph --model m --output plain --force")
        let result = try space.succeed("train broken --model x \(small) --skip-unreadable")
        #expect(result.errors.contains("5 unreadable images left out"))
        #expect(result.errors.contains("left out broken/crc.png: "))
        try space.succeed("train mixed --model y \(small) --size 16")
        try space.succeed("train depths --model z \(small) --bit-depth 8")
        try space.succeed("train colour --model c \(small) --convert-to-grey")
        try space.succeed("evaluate wide --model m --size 16x16")
        #expect(space.partialFiles.isEmpty)
    }

    @Test("A history without its model is not overwritten either")
    func history() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 1 --size 16")
        try space.write(Array("mine".utf8), to: "m.history.csv")
        let result = try space.run("train ph --model m --epochs 1")
        #expect(result.status == 73 && result.errors.contains("m.history.csv: exists already"))
        #expect(try space.bytes("m.history.csv") == Array("mine".utf8))
    }

    @Test("A disk that takes no more is an error that names the file, and no half of it stays")
    func fullDisk() throws {
        let space = try Workspace()
        try space.prepare(size: "64")
        let model = try space.bytes("m")
        let before = space.contents
        // No file may grow beyond two kilobytes.
        for (line, name) in [
            ("train ph --model m --force --epochs 1 --architecture conv --channels 4 --hidden 8", "m.training: "),
            ("sample --model m --output s --noise draw --count 4", "s/sample-0000"),
        ] {
            let result = try Program.shell("ulimit -f 4; exec '\(Program.path)' \(line)", in: space.path)
            #expect(result.status == 73 && result.errors.contains(name), "\(line): \(result.errors)")
        }
        #expect(try space.bytes("m") == model)
        #expect(space.contents.subtracting(before) == ["s", "s/latents.npy"])
        let full = try Program.shell("'\(Program.path)' info > /dev/full", in: space.path)
        #expect(full.status == 1 && full.errors.contains("standard output"))
        // A file that the program opens must not get the number of the closed one, and with it what is printed.
        let closed = try Program.shell("exec '\(Program.path)' encode ph --model m --output l.npy >&-", in: space.path)
        #expect(closed.status == 1 && closed.errors.contains("standard output"))
    }
}
