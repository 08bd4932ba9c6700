import Foundation
import Grisaille
import Testing

/// What `train` is told to do to images is kept in the model, and done by the commands that read images for it.
@Suite struct PreparationCommandTests {
    private static let small = "--architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2"

    /// Ten images of 12 bits in 16, 20x16, in two classes.
    private func makeImages(in workspace: Workspace) throws {
        for index in 0..<10 {
            let samples = (0..<320).map { UInt16(($0 * 13 + index * 401) % 4096) }
            let image = GreyImage(size: .init(width: 20, height: 16), bitDepth: .sixteen, samples: samples)
            try workspace.write(image.pngBytes(), to: "d/\(index % 2 == 0 ? "a" : "b")/\(index).png")
        }
    }

    @Test func theModelKeepsItAndOthersApplyIt() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        let trained = try workspace.succeed("train d --model m --size 16 --bit-depth 8 --levels auto \(Self.small)")
        #expect(trained.errors.contains("levels 0:4095 are mapped onto 0...255; no pixel lies beyond"))
        let information = try workspace.succeed("info m")
        #expect(
            information.lines.contains {
                $0.hasPrefix("preparation") && $0.hasSuffix("levels 0:4095, 16x16 (pad), 8 bits")
            })
        let json = try workspace.succeed("info m --json").json()
        let kept = (json["configuration"] as? [String: Any])?["preparation"] as? [String: Any]
        #expect((kept?["levels"] as? [String: Double]) == ["minimum": 0, "maximum": 4095])
        let note = "images are prepared as the model keeps it: levels 0:4095, 16x16 (pad), 8 bits"
        let commands = [
            "encode d --model m --output z.npy", "evaluate d --model m", "reconstruct d --model m --output r",
            "map d --model m --output map.png --method pca",
            "interpolate d/a/0.png d/b/1.png --model m --output i --steps 3",
            "traverse d/a/0.png --model m --output t", "sample --model m --output s --count 1 --novelty d",
            "prior fit d --model m --prior mixture --output mixture",
        ]
        for command in commands {
            let result = try workspace.succeed(command)
            #expect(result.errors.components(separatedBy: note).count == 2, "\(command): \(result.errors)")
        }
        // What is reconstructed is what was trained on: the prepared image.
        let pair = try GreyImage(contentsOfPNG: workspace.file("r/a/0.png"))
        #expect(pair.size == ImageSize(width: 16, height: 16) && pair.bitDepth == .eight)
        let mixture = try ModelFile.read(workspace.file("mixture")).configuration
        #expect(try mixture == ModelFile.read(workspace.file("m")).configuration)
    }

    @Test func optionsOverrideIt() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        try workspace.succeed(
            "train d --model m --size 16 --bit-depth 8 --levels 0:4095 --convert-to-grey \(Self.small)")
        let plain = try workspace.succeed("evaluate d --model m --json").json()
        let other = try workspace.succeed("evaluate d --model m --levels 0:2000 --json")
        #expect(other.errors.contains("levels 0:2000, 16x16 (pad), 8 bits"))
        #expect(other.errors.contains("beyond were clipped ("))
        #expect(try other.json()["overall"] as? [String: Double] != plain["overall"] as? [String: Double])
        let none = try workspace.succeed("evaluate d --model m --levels none --no-convert-to-grey")
        #expect(none.errors.contains("16x16 (pad), 8 bits\n"))
        #expect(
            none.errors.contains(
                "the values 0:4095 of 16 bits become 17 levels of the 256 that 8 bits have: add --levels 0:4095"))
        let auto = try workspace.run("evaluate d --model m --levels auto")
        #expect(auto.status == 64 && auto.errors.contains("leave --levels out to take its own, 0:4095"))
        let size = try workspace.run("evaluate d --model m --size 8")
        #expect(size.status == 64 && size.errors.contains("takes 16x16 images"))
    }

    /// A model's own images were brought through the window before.
    @Test func imagesThatAreMappedAlreadyStayAsTheyAre() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        try workspace.succeed("train d --model m --size 16 --bit-depth 8 --levels 0:4095 \(Self.small)")
        try workspace.succeed("sample --model m --output s --count 2")
        let result = try workspace.succeed("reconstruct s --model m --output r")
        #expect(
            result.errors.contains(
                "2 images taken as mapped already: the levels 0:4095 are of images of another kind"))
    }

    @Test func nothingIsKeptWhereNothingIsAsked() throws {
        let workspace = try Workspace()
        try workspace.prepare()
        #expect(try ModelFile.read(workspace.file("m")).configuration.preparation == nil)
        #expect(try workspace.succeed("encode ph --model m --output z.npy").errors.contains("prepared") == false)
    }

    @Test func aResumedRunPreparesAsItBegan() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        let options = "--size 16 --bit-depth 8 --levels auto \(Self.small)"
        let run = try Program.start(
            "train d --model m \(options) --epochs 100000".split(separator: " ").map(String.init), in: workspace.path)
        while !workspace.exists("m") { usleep(50_000) }
        kill(run.processIdentifier, SIGINT)
        #expect(Program.finish(run).status == 1)
        let conflict = try workspace.run("train d --model m --resume --levels 0:100")
        #expect(conflict.status == 64 && conflict.errors.contains("another --levels"))
        // Neither a missing option nor the same one changes the images: the run goes on until it is stopped.
        for given in ["", " --size 16 --levels auto"] {
            let resumed = try Program.start(
                "train d --model m --resume\(given)".split(separator: " ").map(String.init), in: workspace.path)
            usleep(1_500_000)
            kill(resumed.processIdentifier, SIGINT)
            let result = Program.finish(resumed)
            #expect(result.status == 1 && result.errors.contains("to go on: "), "\(result.errors)")
        }
    }

    @Test func straysBesideClassFoldersAreNamed() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        try workspace.write(try workspace.bytes("d/a/0.png"), to: "d/preview.png")
        for options in ["", "--conditional "] {
            let result = try workspace.succeed(
                "train d --model m\(options.count) --bit-depth 8 --levels auto \(options)\(Workspace.tiny) --epochs 1")
            #expect(
                result.errors.contains("left out 1 image (preview.png) beside the sub-folders, which are the classes"))
            #expect(result.errors.contains("10 images in 2 classes"))
        }
    }

    @Test func otherFormatsStopWithALineThatConverts() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        for index in 0..<11 { try workspace.write([0xff, 0xd8, 0xff], to: "d/a/\(index).jpg") }
        let refused = try workspace.run("train d --model m \(Self.small)")
        #expect(refused.status == 65)
        #expect(!workspace.exists("m"))
        #expect(
            refused.errors.contains(
                "d: holds 11 JPEG files, such as a/0.jpg; only PNGs are read, of which there are 10"))
        #expect(refused.errors.contains("mogrify -format png"))
        #expect(refused.errors.contains("name d-png in place of d"))
        let result = try workspace.succeed("train d --model m --ignore-other-formats \(Self.small)")
        #expect(result.errors.contains("passed over 11 JPEG files (such as a/0.jpg)"))
    }

    /// One run tells all, and its remedy works.
    @Test func theRemedyOfAMixedFolderWorks() throws {
        let workspace = try Workspace()
        try makeImages(in: workspace)
        for index in 0..<4 {
            let image = GreyImage(
                size: .init(width: 9 + index, height: 12), bitDepth: .eight,
                samples: (0..<((9 + index) * 12)).map { UInt16($0) })
            try workspace.write(image.pngBytes(), to: "d/c/\(index).png")
        }
        try workspace.write([1, 2, 3], to: "d/c/bad.png")
        let refused = try workspace.run("train d --model m \(Self.small)")
        #expect(refused.status == 65)
        let first = try #require(refused.errors.split(separator: "\n").first)
        #expect(
            first
                == "error: d: the images are of 5 sizes, they have 8 and 16 bits, 1 file can't be read. Add --size 20x16 --bit-depth 8 --levels auto --skip-unreadable"
        )
        let remedy = first.components(separatedBy: "Add ")[1]
        let result = try workspace.succeed("train d --model m \(remedy) \(Self.small)")
        #expect(result.errors.contains("14 images in 3 classes"))
    }
}
