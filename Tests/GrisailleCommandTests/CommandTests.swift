import Foundation
import Grisaille
import Testing

@Suite("Every command, from end to end")
struct CommandTests {
    @Test(
        "The whole way: train, encode, decode, reconstruct, interpolate, sample, evaluate", arguments: ["16", "24x20"])
    func everything(size: String) throws {
        let space = try Workspace()
        let phantoms = try space.succeed("phantoms --output ph --count 4 --size \(size) --sheet sheets/all.png")
        #expect(phantoms.lines.count == 12 + 2 && phantoms.errors.isEmpty)
        let before = space.contents
        let training = try space.succeed(
            "train ph --model new/m --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2")
        #expect(training.lines.prefix(3) == ["new/m", "new/m.history.csv", "new/m.progress.svg"])
        #expect(training.lines.count == 5 && training.lines[3].hasPrefix("2 epochs in "))
        #expect(training.lines[4].hasPrefix("active units: ") && training.lines[4].contains(" of 3"))
        #expect(training.errors.contains("12 images in 3 classes of \(size == "16" ? "16x16" : size), 8 bits"))
        #expect(space.contents.subtracting(before) == ["new", "new/m", "new/m.history.csv", "new/m.progress.svg"])

        #expect(try space.succeed("encode ph --model new/m --output l.npy --log-variance").lines.count == 3)
        let latents = try NumpyArray(contentsOf: space.file("l.npy"))
        #expect(latents.shape == [12, 3])
        #expect(try NumpyArray(contentsOf: space.file("l.log-variance.npy")).shape == [12, 3])
        let rows = String(decoding: try space.bytes("l.csv"), as: UTF8.self).split(separator: "\n")
        #expect(rows[0] == "row,file,class" && rows[1] == "0,chest/00000.png,chest" && rows.count == 13)

        #expect(try space.succeed("decode l.npy --model new/m --output d --sheet d.png").lines.count == 13)
        #expect(
            try space.succeed("reconstruct ph --model new/m --output r").lines.prefix(2) == [
                "r/pairs.png", "r/errors.csv",
            ])
        try space.succeed(
            "interpolate ph/chest/00001.png ph/head/00003.png --model new/m --output i --steps 4 --strip i.png "
                + "--animation a.png")
        // The ends are posterior means: the very reconstructions, and the decoded latents.
        #expect(try space.bytes("i/frame-00000.png") == space.bytes("r/chest/00001.png"))
        #expect(try space.bytes("i/frame-00003.png") == space.bytes("r/head/00003.png"))
        #expect(try space.bytes("d/image-00001.png") == space.bytes("r/chest/00001.png"))
        #expect(try space.bytes("i/frame-00001.png") != space.bytes("i/frame-00000.png"))
        let frame = try GreyImage(contentsOfPNG: space.file("i/frame-00002.png"))
        #expect("\(frame.size)" == (size == "16" ? "16x16" : size) && frame.bitDepth == .eight)

        let table = try space.succeed("evaluate ph --model new/m").lines
        #expect(table.count == 6 && table[1].hasPrefix("chest ") && table[4].hasPrefix("all "))
        #expect(try space.succeed("info new/m").output.contains("conv, channels 4, hidden 8"))
        #expect(space.partialFiles.isEmpty)
    }

    @Test("A hundred samples begin with the ten asked for before", arguments: ["mean", "draw"])
    func samplePrefix(noise: String) throws {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("sample --model m --count 10 --output ten --seed 5 --noise \(noise) --threads 1")
        try space.succeed("sample --model m --count 100 --output hundred --seed 5 --noise \(noise) --threads 3")
        try space.succeed("sample --model m --count 10 --output other --seed 6 --noise \(noise)")
        for index in 0..<10 {
            let name = "sample-0000\(index).png"
            #expect(try space.bytes("ten/\(name)") == space.bytes("hundred/\(name)"))
            #expect(try space.bytes("ten/\(name)") != space.bytes("other/\(name)"))
        }
        let few = try NumpyArray(contentsOf: space.file("ten/latents.npy"))
        let many = try NumpyArray(contentsOf: space.file("hundred/latents.npy"))
        guard case .float32(let first) = few.elements, case .float32(let all) = many.elements else {
            Issue.record("latents are 32-bit floats")
            return
        }
        #expect(many.shape == [100, 3] && first == Array(all.prefix(30)))
        // What was decoded are those latents.
        try space.succeed("decode ten/latents.npy --model m --output again --noise \(noise) --seed 5")
        #expect(try space.bytes("again/image-00007.png") == space.bytes("ten/sample-00007.png"))
    }

    @Test("The same seed gives the same model with any number of threads")
    func threads() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 40 --size 16 --quiet")
        for threads in 1...3 {
            try space.succeed(
                "train ph --model m\(threads) --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2 --batch 100 --seed 9 "
                    + "--threads \(threads)")
        }
        #expect(try space.bytes("m1") == space.bytes("m2"))
        #expect(try space.bytes("m1") == space.bytes("m3"))
        let first = try space.succeed("evaluate ph --model m1 --threads 1").output
        #expect(try space.succeed("evaluate ph --model m1 --threads 3").output == first)
        #expect(try space.succeed("evaluate ph --model m1 --seed 1").output != first)
    }

    @Test("--json prints one object, and nothing else, on standard output")
    func json() throws {
        let space = try Workspace()
        let commands: [(line: String, keys: [String])] = [
            ("phantoms --output ph --count 2 --size 16", ["images", "labels"]),
            (
                "train ph --model m --architecture mlp --hidden 8 --latent 3 --epochs 2",
                ["seconds", "parameters", "validationNegativeELBONatsPerImage", "validationBitsPerPixel"]
            ),
            ("encode ph --model m --output l.npy", ["means", "rows"]),
            ("decode l.npy --model m --output d", ["images", "folder"]),
            ("reconstruct ph --model m --output r", ["meanPSNRDecibels", "meanSSIM", "meanRMSEGreyLevels"]),
            ("sample --model m --output s --count 2", ["latents", "seed", "temperature"]),
            ("interpolate ph/chest/00000.png ph/head/00000.png --model m --output i", ["frames", "latents"]),
            ("evaluate ph --model m", ["overall", "classes", "activeUnits", "posteriorNoiseShare"]),
            ("info m", ["configuration", "parameters", "training"]),
            ("info", ["kernels", "threads", "version"]),
        ]
        for command in commands {
            let result = try space.succeed(command.line + " --json --quiet")
            #expect(Set(command.keys).isSubset(of: try result.json().keys), "\(command.line): \(result.output)")
            #expect(result.errors.isEmpty || result.errors.hasPrefix("warning: "), "\(result.errors)")
        }
    }

    @Test("Copies of one image, one image alone, and 16 bits can be trained on")
    func oddSets() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 1 --size 16 --bit-depth 16 --kind hand")
        try space.makeFolder("same")
        for index in 0..<3 { try space.write(space.bytes("ph/hand/00000.png"), to: "same/\(index).png") }
        for input in ["same", "ph", "ph/hand/00000.png"] {
            let result = try space.succeed(
                "train \(input) --model m --architecture conv --channels 4 --hidden 8 --latent 2 --epochs 2 --force --json"
            )
            #expect(try result.json()["validationImages"] as? Int == 0)
            try space.succeed("sample --model m --count 1 --output s --force")
            #expect(try GreyImage(contentsOfPNG: space.file("s/sample-00000.png")).bitDepth == .sixteen)
        }
    }

    @Test("Help shows the exit codes, and every command examples")
    func help() throws {
        let space = try Workspace()
        let root = try space.succeed("--help").output
        for code in ["  0 ", "  1 ", "  64 ", "  65 ", "  66 ", "  71 ", "  73 "] {
            #expect(root.contains("\n" + code))
        }
        for command in [
            "train", "prior", "prior fit", "prior calibrate", "encode", "decode", "reconstruct", "sample",
            "interpolate", "translate",
            "evaluate", "info", "compact", "phantoms", "top-up", "traverse", "direction fit", "direction apply", "map",
        ] {
            let help = try space.succeed("help \(command)").output
            #expect(help.contains("EXAMPLES\n  grisaille \(command)"), "\(command)")
            let text = help.split(separator: "\n", omittingEmptySubsequences: false)
            let usage = text.firstIndex { $0.hasPrefix("USAGE") } ?? 0
            // A line that was too long for 80 columns would have been broken up in the middle of an example.
            #expect(text[..<usage].allSatisfy { $0.count <= 80 }, "\(command)")
            let examples = text[..<usage].drop { $0 != "EXAMPLES" }.dropFirst()
            #expect(examples.allSatisfy { $0.isEmpty || $0.hasPrefix("  ") }, "\(command)")
        }
        #expect(try space.succeed("--version").lines.count == 1)
    }

    @Test("A reader that goes away early leaves the outputs complete")
    func closedPipe() throws {
        let space = try Workspace()
        try space.prepare()
        let command = "'\(Program.path)' sample --model m --count 40 --output s --sheet s.png"
        let result = try Program.shell("{ \(command); echo $? >&2; } | :", in: space.path)
        #expect(result.errors == "0\n")
        #expect(space.exists("s.png") && space.exists("s/sample-00039.png"))
    }
}
