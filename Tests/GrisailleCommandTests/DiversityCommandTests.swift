import Foundation
import Grisaille
import Testing

@Suite("Samples that are chosen")
struct DiversityCommandTests {
    private func table(_ space: Workspace, _ name: String) throws -> [[String]] {
        String(decoding: try space.bytes(name), as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test(
        "Without diversity, samples are plain ones to the byte; with it they are more varied, and say what they weigh")
    func diversity() throws {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("sample --model m --count 6 --output plain --seed 3")
        try space.succeed("sample --model m --count 6 --output none --seed 3 --diversity 0")
        #expect(try space.bytes("none/latents.npy") == space.bytes("plain/latents.npy"))
        #expect(try space.bytes("none/sample-00005.png") == space.bytes("plain/sample-00005.png"))
        #expect(!space.exists("none/samples.csv"))
        for method in ["dpp", "greedy", "farthest"] {
            let line =
                "sample --model m --count 6 --output \(method) --seed 3 --diversity 1 --pool 80 --select \(method)"
            let result = try space.succeed("\(line) --json").json()
            let report = try #require(result["diversity"] as? [String: Any])
            let (before, after) = (report["before"] as? [String: Any], report["after"] as? [String: Any])
            #expect(after?["vendiScore"] as? Double ?? 0 > before?["vendiScore"] as? Double ?? 9)
            #expect(report["candidates"] as? Int == 80 && report["lambda"] as? Double == 1)
            let rows = try table(space, "\(method)/samples.csv")
            #expect(rows[0].prefix(2) == ["file", "candidate"] && rows.count == 7)
            #expect(rows.dropFirst().map { $0[0] } == (0..<6).map { "sample-0000\($0).png" })
            let weights = rows.dropFirst().compactMap { Double($0[5]) }
            #expect(weights.count == 6 && abs(weights.reduce(0, +) - 6) < 1e-4)
            #expect((rows[1][4] == "") == (method != "dpp"))
            // The same seed chooses the same, with any number of threads.
            try space.succeed("\(line) --force --threads 1")
            #expect(try table(space, "\(method)/samples.csv") == rows)
        }
        let text = try space.succeed("sample --model m --count 4 --output text --diversity 0.5 --features pixels")
            .output
        #expect(text.contains("Vendi score") && text.contains("of 500 candidates"))
    }

    @Test("Classes keep their shares, equal or as a table has them")
    func balance() throws {
        let space = try Workspace()
        try space.prepareConditional()
        try space.write(Array("class,share\nhand,3\nchest,1\n".utf8), to: "shares.csv")
        try space.succeed("sample --model m --count 8 --output some --balance shares.csv --sampling-steps 2")
        func count(_ folder: String) -> Int { space.contents.count { $0.hasPrefix(folder) && $0.hasSuffix(".png") } }
        #expect(count("some/hand/") == 6 && count("some/chest/") == 2 && count("some/head/") == 0)
        try space.succeed(
            "sample --model m --count 7 --output all --diversity 0.5 --pool 30 --sampling-steps 2 --balance equal")
        #expect(count("all/chest/") == 3 && count("all/hand/") == 2 && count("all/head/") == 2)
        // Without shares to keep, whatever is varied.
        try space.succeed("sample --model m --count 7 --output any --diversity 0.5 --pool 30 --sampling-steps 2")
        #expect(count("any/") == 7 && count("any/chest/") + count("any/hand/") + count("any/head/") == 7)
        #expect(try table(space, "any/samples.csv").dropFirst().allSatisfy { space.exists("any/\($0[0])") })
        for (text, words) in [
            ("class,share\nfoot,1\n", "no class"), ("class,share\nhand,x\n", "line 2, column ‘share’: ‘x’ is no share"),
            ("class,share\nhand,0\n", "above 0"), ("class,a,b\nhand,1,2\n", "3 columns"),
        ] {
            try space.write(Array(text.utf8), to: "bad.csv")
            let result = try space.run("sample --model m --count 2 --output bad --balance bad.csv")
            #expect(result.status == 65 && (result.errors.contains(words) || words == "no class"), "\(result.errors)")
        }
    }

    @Test("A model that has learnt its images by heart is found out")
    func novelty() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 20 --size 16 --kind hand")
        try space.succeed("train ph --model m --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2")
        let training = try space.succeed("info m --json").json()["training"] as? [String: Any]
        let novelty = training?["novelty"] as? [String: Any]
        #expect(novelty?["pixelRadius"] as? Double ?? 0 > 0 && novelty?["heldOutImages"] as? Int ?? 0 > 0)
        let result = try space.succeed("sample --model m --count 5 --output s --novelty ph --json").json()
        let report = try #require(result["novelty"] as? [String: Any])
        #expect((report["candidates"] as? Int ?? 0) >= 5 + (report["refused"] as? Int ?? 9))
        let rows = try table(space, "s/samples.csv")
        #expect(rows[0].suffix(3) == ["nearest_image", "pixel_distance_grey_levels", "encoder_distance"])
        #expect(rows.count == 6 && rows.dropFirst().allSatisfy { $0[2].hasPrefix("hand/") && Double($0[3]) ?? 0 > 0 })
        // Samples taken for the training images are copies of themselves, and others are drawn in their place.
        try space.succeed("sample --model m --count 64 --output copies")
        let others = try space.succeed("sample --model m --count 5 --output t --novelty copies --json").json()
        #expect((others["novelty"] as? [String: Any])?["refused"] as? Int ?? 0 >= 64)
        #expect(try table(space, "t/samples.csv").dropFirst().allSatisfy { Int($0[1]) ?? 0 >= 64 })
        // A latent that nothing comes of: every sample is the same, and too near to the first.
        try space.succeed("sample --model m --count 1 --temperature 0 --output same")
        try space.succeed("sample --model m --count 3 --output more")
        try FileManager.default.copyItem(
            atPath: space.file("same/sample-00000.png"), toPath: space.file("more/same.png"))
        let refused = try space.run("sample --model m --count 5 --temperature 0 --output u --novelty more")
        #expect(refused.status == 65 && refused.errors.contains("the model copies"), "\(refused.errors)")
        // Where no images were held out, the encoder has no say.
        try space.succeed(
            "train ph --model all --architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2 --validation 0")
        let pixels = try space.succeed("sample --model all --count 2 --output w --novelty ph --json")
        let alone = try #require(pixels.json()["novelty"] as? [String: Any])
        #expect(alone["encoderRadius"] as? Double == 0 && pixels.errors.contains("pixel by pixel alone"))
        let both = "--diversity 0.5 --pool 40 --novelty ph"
        try space.succeed("sample --model m --count 4 --output v \(both)")
        #expect(try table(space, "v/samples.csv")[0].count == 9)
    }

    @Test("Small classes are topped up, and groups of a table")
    func topUp() throws {
        let space = try Workspace()
        try space.prepareConditional()
        for name in ["head/00001.png", "head/00002.png", "head/00003.png", "chest/00003.png"] {
            try FileManager.default.removeItem(atPath: space.file("ph/\(name)"))
        }
        let options = "--sampling-steps 2"
        let text = try space.succeed("top-up ph --model m --output more \(options)").output
        #expect(text.contains("chest: 3 images and 1 new") && text.contains("hand: 4 images and 0 new"))
        func count(_ folder: String) -> Int { space.contents.count { $0.hasPrefix(folder) && $0.hasSuffix(".png") } }
        #expect(count("more/chest/") == 1 && count("more/hand/") == 0 && count("more/head/") == 3)
        #expect(!space.exists("more/hand"))
        try space.succeed("top-up ph --model m --output six --to 6 \(options) --novel")
        #expect(count("six/chest/") == 3 && count("six/hand/") == 2 && count("six/head/") == 5)
        try space.succeed("top-up ph --model m --output varied --diversity 0.5 --pool 60 \(options)")
        #expect(count("varied/head/") == 3 && space.exists("varied/samples.csv"))
        // Enough already: nothing to do, and no error.
        let none = try space.succeed("top-up ph --model m --output none --to 1 --json").json()
        #expect((none["groups"] as? [[String: Any]])?.allSatisfy { $0["made"] as? Int == 0 } == true)

    }

    @Test("Groups that the model knows nothing of are topped up with what looks like them")
    func topUpGroups() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 12 --size 16 --quiet")
        try space.succeed(
            "train ph --model m --architecture conv --channels 8 --hidden 16 --latent 2 --epochs 40 --quiet")
        // What tells them apart is on which side of the middle the first latent lies.
        try space.succeed("encode ph --model m --output l.npy")
        guard case .float32(let latents) = try NumpyArray(contentsOf: space.file("l.npy")).elements else { return }
        let first = stride(from: 0, to: latents.count, by: 2).map { latents[$0] }
        let middle = first.sorted()[first.count / 2]
        let sides = try table(space, "l.csv").dropFirst().enumerated().map { index, row in
            "\(row[1]),\(first[index] < middle ? "left" : "right")\n"
        }
        try space.write(Array(("file,side\n" + sides.joined()).utf8), to: "sides.csv")
        let result = try space.succeed("top-up ph --model m --output more --by sides.csv:side --to 22 --json").json()
        #expect((result["groups"] as? [[String: Any]])?.map { $0["made"] as? Int } == [4, 4])
        #expect(result["classifierAccuracy"] as? Double ?? 0 > 0.7)
        let made = space.contents.filter { $0.hasPrefix("more/left/") && $0.hasSuffix(".png") }
        #expect(made.count == 4 && !space.exists("more/samples.csv"))
        // The same, chosen for their variety among what looks like each group.
        let varied = try space.succeed(
            "top-up ph --model m --output varied --by sides.csv:side --to 22 --diversity 0.5 --pool 90 --json"
        ).json()
        #expect((varied["diversity"] as? [String: Any])?["candidates"] as? Int ?? 0 >= 8)
        let chosen = space.contents.filter { $0.hasPrefix("varied/left/") && $0.hasSuffix(".png") }
        let rows = try table(space, "varied/samples.csv")
        #expect(chosen.count == 4 && rows.count == 9)
    }

    @Test(
        "What cannot be is refused with the remedy",
        arguments: [
            ("sample --model m --output s --diversity 1.5", 64, "0...1"),
            ("sample --model m --output s --diversity=-0.1", 64, "0...1"),
            ("sample --model m --output s --count 9 --diversity 0.5 --pool 8", 64, "--pool 8"),
            ("sample --model m --output s --pool 100", 64, "--diversity above 0"),
            ("sample --model m --output s --diversity 0.2 --pool 7000 --count 2", 64, "--select greedy"),
            ("sample --model m --output s --balance equal", 65, "--conditional"),
            ("sample --model m --output s --novelty wide", 65, "--size 16x16"),
            ("sample --model m --output s --novelty missing", 66, "missing"),
            ("top-up ph --model m --output s --by ph/labels.csv:nothing", 65, "no column"),
            ("top-up ph/hand --model m --output s", 65, "fewer than two classes"),
            ("top-up ph --model m --output s --by labels", 64, "--by"),
        ])
    func refusals(line: String, status: Int, words: String) throws {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("phantoms --output wide --count 2 --size 24x20")
        let result = try space.run(line)
        #expect(Int(result.status) == status && result.errors.contains(words), "\(result.status): \(result.errors)")
        #expect(result.output.isEmpty && space.partialFiles.isEmpty)
    }
}
