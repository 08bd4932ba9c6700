import Foundation
import Grisaille
import Testing

@Suite("Directions, traversals, maps and paths")
struct AttributeCommandTests {
    private let two = "ph/chest/00000.png ph/hand/00001.png"

    private func space() throws -> Workspace {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 12 --size 16 --quiet")
        try space.succeed(
            "train ph --model m --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 4 --quiet")
        return space
    }

    @Test("A direction is fitted to a column, kept in a file and applied")
    func directions() throws {
        let space = try space()
        let fitted = try space.succeed(
            "direction fit ph --labels ph/labels.csv:scaleRatio --model m --output d --json"
        ).json()
        #expect(fitted["heldOutRSquared"] as? Double != nil && fitted["fittedImages"] as? Int == 29)
        let kind = try space.succeed("direction fit ph --labels ph/labels.csv:isRightHand --model m --output r")
        #expect(kind.output.contains("area under the curve") && kind.errors.contains("24 images without a value"))
        #expect(kind.errors.contains("2 held-out images can't tell"))
        let result = try space.succeed(
            "direction apply ph/hand/00000.png --direction d --model m --amount -1:1:3 --output a --strip a.png --json"
        ).json()
        let frames = try #require(result["frames"] as? [[String: Double]])
        #expect(frames.map { $0["amount"] } == [-1, 0, 1])
        let readings = frames.compactMap { $0["reading"] }
        #expect(readings[0] < readings[1] && readings[1] < readings[2])
        #expect(space.exists("a/amount-00002.png") && space.exists("a.png"))
        // An amount of nothing is the reconstruction.
        try space.succeed("direction apply ph/hand/00000.png --direction d --model m --amount 0 --output zero")
        try space.succeed("reconstruct ph/hand/00000.png --model m --output back")
        #expect(try space.bytes("zero/amount-00000.png") == space.bytes("back/00000.png"))
    }

    @Test("A sheet of sweeps, and maps by both methods")
    func sheets() throws {
        let space = try space()
        let sweeps = try space.succeed("traverse ph/hand/00000.png --model m --output t.png --steps 5 --json").json()
        let rows = try #require(sweeps["rows"] as? [[String: Any]])
        let changes = rows.compactMap { $0["changeGreyLevels"] as? Double }
        #expect(changes.count == 3 && changes == changes.sorted(by: >) && changes[0] > 0)
        #expect(rows.allSatisfy { $0["dimension"] is Int && $0["component"] == nil })
        let traits = try space.succeed(
            "traverse ph/hand/00000.png --model m --output p.png --components ph --dimensions 2 --json"
        ).json()
        let components = try #require(traits["rows"] as? [[String: Any]])
        #expect(components.compactMap { $0["component"] as? Int } == [0, 1] && space.exists("p.png"))
        let shares = components.compactMap { $0["varianceShare"] as? Double }
        #expect(shares.count == 2 && shares[0] >= shares[1] && shares[1] > 0 && shares[0] + shares[1] <= 1)
        for method in ["tsne", "pca"] {
            let result = try space.succeed("map ph --model m --output \(method).png --method \(method) --json").json()
            #expect(result["images"] as? Int == 36 && (result["varianceShare"] == nil) == (method == "tsne"))
            let lines = String(decoding: try space.bytes("\(method).csv"), as: UTF8.self).split(separator: "\n")
            #expect(lines.count == 37 && lines[0] == "file,class,x,y" && lines[1].hasPrefix("chest/00000.png,chest,"))
        }
    }

    @Test(
        "Every path has its frames, its ends and its report", arguments: ["linear", "spherical", "geodesic", "density"])
    func paths(path: String) throws {
        let space = try space()
        let result = try space.succeed(
            "interpolate \(two) --model m --steps 6 --path \(path) --output f --exact-ends --nearest ph --json"
        ).json()
        let report = try #require(result["report"] as? [String: Any])
        let frames = try #require(report["frames"] as? [[String: Any]])
        #expect(frames.count == 6 && frames[0]["imageStepGreyLevels"] == nil)
        // The ends are the very images.
        #expect(frames[0]["nearestDistanceGreyLevels"] as? Double == 0)
        #expect(frames[0]["nearestImage"] as? String == "chest/00000.png")
        #expect(frames[5]["nearestImage"] as? String == "hand/00001.png")
        #expect(
            try GreyImage(contentsOfPNG: space.file("f/frame-00005.png"))
                == GreyImage(contentsOfPNG: space.file("ph/hand/00001.png")))
        #expect(String(decoding: try space.bytes("f/frames.csv"), as: UTF8.self).split(separator: "\n").count == 7)
        let latents = try NumpyArray(contentsOf: space.file("f/latents.npy"))
        #expect(latents.shape == [6, 3])
    }

    @Test("Tours, loops and grids")
    func tours() throws {
        let space = try space()
        let three = "ph/chest/00000.png ph/hand/00001.png ph/head/00002.png"
        let tour = try space.succeed("interpolate \(three) --model m --steps 4 --output tour --strip tour.png --json")
            .json()
        #expect(tour["frames"] as? Int == 7)
        let loop = try space.succeed(
            "interpolate \(three) --model m --steps 4 --loop --output loop --exact-ends --json"
        ).json()
        #expect(loop["frames"] as? Int == 9)
        #expect(
            try GreyImage(contentsOfPNG: space.file("loop/frame-00006.png"))
                == GreyImage(contentsOfPNG: space.file("ph/head/00002.png")))
        let four = "\(three) ph/chest/00001.png"
        let grid = try space.succeed("interpolate \(four) --model m --grid 3 --output grid --strip grid.png --json")
            .json()
        #expect(grid["frames"] as? Int == 9 && space.exists("grid.png"))
        // The corners are the four images' reconstructions.
        try space.succeed("reconstruct ph --model m --output back")
        for (frame, name) in [(0, "chest/00000"), (2, "hand/00001"), (6, "head/00002"), (8, "chest/00001")] {
            #expect(try space.bytes("grid/frame-0000\(frame).png") == space.bytes("back/\(name).png"))
        }
    }

    @Test(
        "What cannot be is refused with the remedy",
        arguments: [
            ("direction fit ph --labels ph/labels.csv:none --model m --output d", 65, "it has kind"),
            ("direction fit ph --labels one.csv:x --model m --output d", 65, "same value"),
            ("direction fit ph --labels few.csv:x --model m --output d", 65, "at least 10"),
            ("direction fit ph --labels other.csv:x --model m --output d", 65, "has no value"),
            ("direction fit ph --labels ph/labels.csv:kind --model m --output d", 65, "neither numbers nor two"),
            ("direction fit ph --labels ph/labels.csv --model m --output d", 64, "--labels"),
            ("direction apply ph/hand/00000.png --direction m --model m --output a", 65, "direction"),
            ("direction apply ph/hand/00000.png --direction m --model m --output a --amount x", 64, "--amount"),
            ("traverse ph --model m --output t.png", 65, "36 images"),
            ("traverse ph/hand/00000.png --model m --output t.png --steps 1", 64, "2...100"),
            ("traverse ph/hand/00000.png --model m --output t.png --components wide.png", 65, "--size 16x16"),
            ("traverse ph/hand/00000.png --model m --output t.png --components ph/hand/00001.png", 65, "all alike"),
            ("map ph --model m --output m.png --perplexity 0", 64, "1...1000"),
            ("interpolate ph/hand/00000.png --model m --output f", 64, "two images"),
            ("interpolate ph/hand/00000.png ph/hand/00001.png --model m --output f --grid 3", 64, "four images"),
            ("interpolate ph/hand/00000.png ph/hand/00001.png --model m --output f --path flow", 65, "prior fit"),
            ("interpolate ph/hand/00000.png wide.png --model m --output f", 65, "--size 16x16"),
        ])
    func refusals(line: String, status: Int, words: String) throws {
        let space = try space()
        let names = (0..<12).map { "hand/000\($0 < 10 ? "0" : "")\($0).png" }
        try space.write(Array(("file,x\n" + names.map { "\($0),7\n" }.joined()).utf8), to: "one.csv")
        try space.write(Array("file,x\nhand/00000.png,7\nhand/00001.png,8\n".utf8), to: "few.csv")
        try space.write(Array("file,x\nfoot/00000.png,7\n".utf8), to: "other.csv")
        try space.succeed("phantoms --output wide --count 1 --size 24x20 --kind hand --quiet")
        try space.write(try space.bytes("wide/hand/00000.png"), to: "wide.png")
        let result = try space.run(line)
        #expect(Int(result.status) == status && result.errors.contains(words), "\(result.status): \(result.errors)")
        #expect(result.output.isEmpty && space.partialFiles.isEmpty)
    }
}
