import Foundation
import Grisaille
import Testing

@Suite("No output is an input, nor two outputs one file, however they are spelled")
struct OutputIdentityTests {
    private static func makeSpace() throws -> Workspace {
        let space = try Workspace()
        try space.prepare()
        let image = try space.bytes("ph/hand/00000.png")
        for name in ["one.png", "nest/in/1.png", "nest/in/in/1.png"] { try space.write(image, to: name) }
        try space.write(space.bytes("m"), to: "models/sample-00000.png")
        try space.succeed("encode one.png --model m --output l/image-00000.png")
        try space.write(NumpyArray(shape: [1], elements: .int64([7])), to: "labels.npy")
        try space.write(
            NumpyArray(shape: [1, 16, 16], elements: .uint8(.init(repeating: 9, count: 256))), to: "images.npy")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: space.file("link"), withDestinationPath: "ph")
        try manager.createSymbolicLink(atPath: space.file("table.csv"), withDestinationPath: "ph/labels.csv")
        try manager.linkItem(atPath: space.file("m"), toPath: space.file("hard"))
        return space
    }

    @Test("Inputs are never overwritten, with --force or without")
    func inputs() throws {
        let space = try Self.makeSpace()
        let before = try space.snapshot()
        let small = "--architecture conv --channels 4 --hidden 8 --epochs 1 --force"
        for line in [
            "reconstruct ph --model m --output ph/../ph --force",
            "reconstruct ph --model m --output \(space.path)/ph --force",
            "reconstruct ph --model m --output link --force",
            "reconstruct ph/hand --model m --output link/hand --force",
            "reconstruct ph/hand/00000.png --model m --output ph/hand --force",
            "reconstruct nest/in --model m --output nest --force",
            "translate ph/hand/00000.png --model m --class hand --output link/head/../hand --force",
            "compact --model m --output ph/../m --force", "compact --model m --output hard --force",
            "encode one.png --model m --output ./ph/../one.png --force",
            "encode ph --model m --output ph/head/00001.png --force",
            "train one.png --model ph/../one.png \(small)",
            "train images.npy --labels labels.npy --model ph/../labels.npy \(small)",
            "map ph --model m --output ph/hand/00000.png --force",
            "map ph --model m --output link/hand/00000.png --force",
            "traverse one.png --model m --output ph/../one.png --force",
            "interpolate one.png ph/hand/00001.png --model m --output i --strip link/hand/00001.png --force",
            "decode l/image-00000.png --model m --output l --force",
            "sample --model models/sample-00000.png --output models --force",
            "direction fit ph --labels table.csv:kind --model m --output ph/labels.csv --force",
            "prior fit ph --prior mixture --model m --output ph/hand/00000.png --force",
        ] {
            let result = try space.run(line)
            if line.hasPrefix("translate") {
                // It needs a model with classes: what it writes is looked at after those.
                #expect(result.status != 0)
            } else {
                #expect(result.status == 64, "\(line): \(result.errors)")
                #expect(result.errors.contains("is named twice"), "\(line): \(result.errors)")
            }
            let after = try space.snapshot()
            #expect(after == before, "\(line) changed \(after.keys.filter { after[$0] != before[$0] })")
        }
    }

    @Test("Two outputs of one command are two files")
    func outputs() throws {
        let space = try Self.makeSpace()
        let before = try space.snapshot()
        let pair = "one.png ph/hand/00001.png"
        for line in [
            "sample --model m --output s --sheet s/sample-00001.png",
            "sample --model m --output s --sheet ph/../s/latents.npy",
            "sample --model m --output s --diversity 0.5 --count 2 --pool 8 --sheet s/samples.csv",
            "decode l/image-00000.png --model m --output d --sheet d/./image-00000.png",
            "interpolate \(pair) --model m --output i --steps 3 --strip i/frame-00002.png",
            "interpolate \(pair) --model m --output i --steps 3 --strip a.png --animation ph/../a.png",
            "interpolate \(pair) --model m --output i --steps 3 --animation i/frames.csv",
            "phantoms --output p --count 1 --size 8 --sheet p/labels.csv",
            "phantoms --output p --count 1 --size 8 --sheet p/hand/00000.png",
        ] {
            let result = try space.run(line)
            #expect(result.status == 64, "\(line): \(result.errors)")
            #expect(result.errors.contains("is named twice"), "\(line): \(result.errors)")
            #expect(try space.snapshot() == before, "\(line)")
        }
    }

    @Test("What lies beside the inputs may be written, and written again")
    func besides() throws {
        let space = try Self.makeSpace()
        for _ in 0..<2 {
            for line in [
                "encode ph/head --model m --output ph/head/latents.npy --force",
                "reconstruct ph/hand/00000.png --model m --output ph/again --force",
                "compact --model m --output ph/../compact --force",
                "sample --model m --output s --count 2 --sheet s/sheet.png --force",
            ] { try space.succeed(line) }
        }
    }

    @Test("An empty path is refused, whatever the option")
    func emptyPaths() throws {
        let space = try Self.makeSpace()
        let before = try space.snapshot()
        for arguments in [
            ["sample", "--model", "m", "--output", ""], ["sample", "--model", "m", "--output="],
            ["sample", "--model", "m", "--output", "s", "--sheet", ""], ["sample", "--model", "", "--output", "s"],
            ["reconstruct", "ph", "--model", "m", "--output", "", "--force"], ["reconstruct", "", "--model", "m"],
            ["phantoms", "--output", "", "--count", "1"], ["train", "ph", "--model", ""], ["info", ""],
            ["encode", "--model", "m", "--output", "l", "--", ""],
            ["sample", "--model", "m", "--output", "s", "--novelty", ""],
            ["interpolate", "one.png", "", "--model", "m", "--output", "i"],
        ] {
            let result = try space.run(arguments)
            #expect(result.status == 64, "\(arguments): \(result.errors)")
            #expect(result.errors.contains("is empty"), "\(arguments): \(result.errors)")
            #expect(try space.snapshot() == before, "\(arguments)")
        }
    }

    @Test("A file keeps its permissions when it is overwritten")
    func permissions() throws {
        let space = try Self.makeSpace()
        let small = "--architecture conv --channels 4 --hidden 8 --latent 3 --epochs 1 --force"
        for name in ["m", "m.history.csv", "c"] {
            if name == "c" { try space.write([1], to: name) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: space.file(name))
        }
        try space.succeed("train ph --model m \(small)")
        try space.succeed("compact --model m --output c --force")
        for name in ["m", "m.history.csv", "c"] {
            let mode = try FileManager.default.attributesOfItem(atPath: space.file(name))[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test("Every command that writes to a folder sweeps what killed processes left there")
    func sweeping() throws {
        let space = try Self.makeSpace()
        let process = try Program.start(["-c", "exit 0"], of: "/bin/sh", in: space.path)
        _ = Program.finish(process)
        let name = ".grisaille-\(process.processIdentifier)-abc.partial"
        for (folder, line) in [
            ("a", "encode ph --model m --output a/l.npy"), ("b", "sample --model m --output b --count 1"),
            ("c/hand", "reconstruct ph --model m --output c"), ("d", "compact --model m --output d/m"),
            ("e", "map ph --model m --method pca --output e/map.png"),
            ("f/head", "phantoms --output f --count 1 --size 8"),
            ("g", "decode l/image-00000.png --model m --output g"),
            ("h", "traverse one.png --model m --output h/s.png"),
            ("i", "interpolate one.png ph/hand/00001.png --model m --output i --steps 3"),
            // Where its folder is missing, the one above is looked at whether it can be written to.
            (".", "decode l/image-00000.png --model m --output fresh"),
        ] {
            try space.write([1], to: "\(folder)/\(name)")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -3600)], ofItemAtPath: space.file("\(folder)/\(name)"))
            try space.succeed(line + (folder.contains("/") ? " --force" : ""))
        }
        #expect(space.partialFiles.isEmpty)
    }

    @Test("A folder of the program's name isn't in the way of others beside it")
    func folderOfTheProgramsName() throws {
        let space = try Workspace()
        try FileManager.default.createDirectory(atPath: space.file("grisaille"), withIntermediateDirectories: true)
        try space.succeed("phantoms --output made --count 1 --size 16")
        #expect(space.exists("made/labels.csv") && !space.exists("grisaille/labels.csv"))
    }
}
