import Foundation
import Grisaille
import Testing

@Suite("Priors, and what is made with them")
struct GenerationTests {
    /// The latents that a command wrote.
    private func latents(_ space: Workspace, _ name: String) throws -> [Float] {
        let array = try NumpyArray(contentsOf: space.file(name))
        guard case .float32(let values) = array.elements else { return [] }
        return values
    }

    /// With a prior that has learnt something of the classes.
    private func conditionalSpace() throws -> Workspace {
        let space = try Workspace()
        try space.prepareConditional()
        try space.succeed(
            "prior fit ph --model m --flow-width 8 --flow-blocks 1 --conditional --epochs 600 --force --quiet")
        return space
    }

    private func distance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Float {
        zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test("A model says what it was made of")
    func info() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let text = try space.succeed("info m").output
        for words in [
            "residual, channels 4,8, blocks 1,1", "map of 4x4x8", "flow, width 8, 1 block",
            "tells apart chest, hand, head",
            "adversarial   weight 1.0, ", "prior fitted", "notes         simulated",
        ] { #expect(text.contains(words), "\(words): \(text)") }
        let json = try space.succeed("info m --json").json()
        let prior = try #require(json["prior"] as? [String: Any])
        #expect(prior["name"] as? String == "flow" && prior["width"] as? Int == 8 && prior["blocks"] as? Int == 1)
        #expect(prior["classes"] as? [String] == ["chest", "hand", "head"] && prior["parameters"] as? Int ?? 0 > 0)
        let training = try #require(json["training"] as? [String: Any])
        #expect(training["notes"] as? String == "simulated" && training["adversarialWeight"] as? Double == 1)
        #expect(training["adversarialSteps"] as? Int ?? 0 > 0 && training["priorSteps"] as? Int ?? 0 > 0)
        let configuration = try #require(json["configuration"] as? [String: Any])
        #expect(configuration["latentMap"] as? [String: Int] == ["height": 4, "width": 4, "channels": 8])
    }

    @Test("A mixture is fitted, sampled, walked through and measured")
    func mixture() throws {
        let space = try Workspace()
        try space.prepare()
        let result = try space.succeed("prior fit ph --model m --prior mixture --output x --json").json()
        #expect(result["prior"] as? String == "mixture" && result["components"] as? Int ?? 0 >= 1)
        let two = try space.succeed("prior fit ph --model m --prior mixture --prior-components 2 --output x --force")
        #expect(two.output.contains("a mixture prior of 2 components"))
        #expect(try space.succeed("info x").output.contains("mixture of 2 components"))
        let before = try space.bytes("x")
        try space.succeed("prior fit ph --model m --prior mixture --prior-components 2 --output x --force --threads 1")
        #expect(try space.bytes("x") == before)
        try space.succeed("sample --model x --count 2 --output samples")
        try space.succeed(
            "interpolate ph/chest/00000.png ph/head/00000.png --model x --steps 3 --path flow --output walk")
        #expect(try space.succeed("evaluate ph --model x --prior-density").output.contains("own prior"))
        for (options, words) in [
            ("--prior mixture --minutes 1", "--minutes"), ("--prior mixture --conditional", "--conditional"),
            ("--prior flow --prior-components 3", "--prior mixture"),
            ("--prior mixture --prior-components 0", "1...10000"),
        ] {
            let refused = try space.run("prior fit ph --model m --output y \(options)")
            #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
        }
        #expect(try space.run("train ph --model y --prior mixture").errors.contains("prior fit --prior mixture"))
        #expect(!space.contents.contains("y"))
    }

    @Test("A prior of pseudo-inputs is trained beside the network, sampled, measured, and may be replaced")
    func pseudoInputs() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 4 --size 16 --quiet")
        let train = "train ph --architecture mlp --hidden 10 --latent 3"
        try space.succeed("\(train) --prior vamp --pseudo-inputs 9 --model m --epochs 2 --quiet")
        #expect(try space.succeed("info m").output.contains("vamp of 9 components"))
        #expect(try ModelFile.read(space.file("m")).configuration.pseudoInputs == 9)
        try space.succeed("sample --model m --count 3 --output samples")
        try space.succeed(
            "interpolate ph/chest/00000.png ph/hand/00001.png --model m --steps 3 --path flow --output walk")
        let result = try space.succeed("evaluate ph --model m --importance-samples 60 --json").json()
        #expect(result["overallPrior"] as? String == "vamp")
        let bound = try #require((result["overall"] as? [String: Any])?["negativeELBONatsPerImage"] as? Double)
        let estimate = try #require(
            (result["importanceWeighted"] as? [String: Any])?["negativeLogLikelihoodNatsPerImage"] as? Double)
        #expect(estimate < bound)
        // The compact model has the pseudo-inputs too, and another prior takes the place of theirs.
        try space.succeed("compact --model m --output half")
        try space.succeed("sample --model half --count 3 --output others")
        try space.succeed("prior fit ph --model m --prior mixture --prior-components 2 --output x")
        #expect(try space.succeed("info x").output.contains("mixture of 2 components"))
        for (command, words) in [
            ("\(train) --model y --pseudo-inputs 5", "--prior vamp"),
            ("\(train) --model y --prior vamp --pseudo-inputs 0", "--pseudo-inputs must be within 1...10000"),
            ("train ph --model y --architecture ladder --prior vamp", "ladder"),
            ("prior fit ph --model m --prior vamp --output y", "train --prior vamp"),
            ("prior fit --model x --prior standard --output y", "vamp"),
            ("sample --model m --sampling-steps 3 --count 1 --output z", "takes no steps"),
        ] {
            let refused = try space.run(command)
            #expect(refused.status != 0 && refused.errors.contains(words), "\(command): \(refused.errors)")
        }
        #expect(!space.contents.contains("y"))
    }

    @Test("A prior is fitted beside the model, in its place, and taken away again; the network stays")
    func fitting() throws {
        let space = try Workspace()
        try space.prepare()
        let model = try space.bytes("m")
        let fit = "prior fit ph --model m --flow-width 8 --flow-blocks 1 --epochs 3"
        let before = space.contents
        let result = try space.succeed("\(fit) --output new/f --conditional --json").json()
        #expect(result["model"] as? String == "new/f" && result["ending"] as? String == "complete")
        #expect(result["steps"] as? Int ?? 0 > 0 && result["trainingImages"] as? Int ?? 0 > 0)
        #expect(space.contents.subtracting(before) == ["new", "new/f"])
        #expect(try space.bytes("m") == model)
        #expect(try space.succeed("info new/f").output.contains("tells apart chest, hand, head"))
        // The same encoder and decoder, and the same prior whenever it is fitted.
        for name in ["m", "new/f"] { try space.succeed("reconstruct ph --model \(name) --output r-\(name)") }
        #expect(try space.bytes("r-m/errors.csv") == space.bytes("r-new/f/errors.csv"))
        try space.succeed("\(fit) --output again --conditional --threads 1")
        #expect(try space.bytes("again") == space.bytes("new/f"))

        let refused = try space.run(fit)
        #expect(refused.status == 73 && refused.errors.contains("m: exists already"), "\(refused.errors)")
        let lines = try space.succeed("\(fit) --force").lines
        #expect(lines.count == 2 && lines[0] == "m" && lines[1].hasPrefix("a flow prior of "))
        #expect(try space.succeed("info m").output.contains("flow, width 8, 1 block"))
        #expect(try space.succeed("prior fit --model m --prior standard --force").lines == ["m"])
        #expect(try space.bytes("m") == model)
        #expect(space.partialFiles.isEmpty)
    }

    @Test("An interrupted fit leaves the model, and goes on")
    func interruptedFit() throws {
        let space = try Workspace()
        try space.prepare()
        let model = try space.bytes("m")
        let line = "prior fit ph --model m --flow-width 8 --flow-blocks 1 --minutes 0.03 --seed 4"
        let process = try Program.start((line + " --force").split(separator: " ").map(String.init), in: space.path)
        for _ in 0..<500 where !space.exists("m.training") { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGINT)
        let stopped = Program.finish(process)
        #expect(stopped.status == 1 && stopped.errors.contains("--resume"), "\(stopped.errors)")
        #expect(try space.bytes("m") == model)
        let anew = try space.run(line)
        #expect(anew.status == 73 && anew.errors.contains("m.training: an interrupted run"), "\(anew.errors)")
        let train = try space.run("train ph --model m --resume")
        #expect(train.status == 73 && train.errors.contains("grisaille prior fit"), "\(train.errors)")
        for option in ["--flow-width 16", "--minutes 1", "--seed 5", "--conditional", "--prior standard"] {
            let conflict = try space.run("prior fit ph --model m --resume \(option)")
            #expect(conflict.status == 64, "\(option): \(conflict.errors)")
            #expect(conflict.errors.contains(option.prefix { $0 != " " }), "\(option): \(conflict.errors)")
        }
        try space.succeed("\(line) --resume")
        #expect(!space.exists("m.training"))
        #expect(try space.succeed("info m").output.contains("flow, width 8"))
    }

    @Test("A way through the flow's noise begins and ends at the images")
    func flowPath() throws {
        let space = try conditionalSpace()
        let ends = "interpolate ph/hand/00000.png ph/head/00001.png --model m --steps 3"
        try space.succeed("\(ends) --output linear")
        try space.succeed("\(ends) --output flow --path flow --sampling-steps 64")
        try space.succeed("\(ends) --output one --path flow --classes hand --sampling-steps 64")
        try space.succeed("\(ends) --output two --path flow --classes hand,head --sampling-steps 64")
        let linear = try latents(space, "linear/latents.npy")
        for name in ["flow", "one"] {
            let flow = try latents(space, "\(name)/latents.npy")
            #expect(flow.count == 3 * 128)
            #expect(distance(flow.prefix(128), linear.prefix(128)) < 1e-3)
            #expect(distance(flow.suffix(128), linear.suffix(128)) < 1e-3)
            #expect(distance(flow[128..<256], linear[128..<256]) > 1e-4)
        }
        let two = try latents(space, "two/latents.npy")
        let any = try latents(space, "flow/latents.npy")
        #expect(two.allSatisfy { $0.isFinite } && distance(two, any) > 1e-4)
    }

    @Test("Images become those of another class, and stay what they are in their own")
    func translation() throws {
        let space = try conditionalSpace()
        let json = try space.succeed(
            "translate ph --model m --class head --output t --sheet t.png --sampling-steps 64 --json"
        ).json()
        #expect(json["images"] as? Int == 12 && json["class"] as? String == "head")
        #expect(json["fromClasses"] as? [String: Int] == ["chest": 4, "hand": 4, "head": 4])
        #expect(json["fromAnyClass"] as? Int == 0 && space.exists("t.png"))
        try space.succeed("reconstruct ph --model m --output r")
        let own = try GreyImage(contentsOfPNG: space.file("t/head/00002.png"))
        let reconstruction = try GreyImage(contentsOfPNG: space.file("r/head/00002.png"))
        #expect(zip(own.samples, reconstruction.samples).allSatisfy { abs(Int($0) - Int($1)) <= 1 })

        let lines = try space.succeed(
            "translate ph/hand/00000.png ph/chest/00001.png --model m --class head --from hand --output one "
                + "--sampling-steps 64"
        ).lines
        #expect(lines == ["one/00000.png", "one/00001.png"])
        #expect(try space.bytes("one/00000.png") == space.bytes("t/hand/00000.png"))
        let twice = try space.run("translate ph/hand/00000.png ph/head/00000.png --model m --class head --output x")
        #expect(twice.status == 65 && twice.errors.contains("00000.png: would be written twice"))
        #expect(!space.exists("x"))
    }

    @Test("The bound with the model's own prior stands beside the usual one")
    func priorDensity() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let usual = try space.succeed("evaluate ph --model m --json").json()
        let both = try space.succeed("evaluate ph --model m --prior-density --sampling-steps 4 --json").json()
        #expect(usual["overallWithModelPrior"] == nil && usual["modelPrior"] as? String == "flow")
        let overall = try #require(both["overall"] as? [String: Double])
        let own = try #require(both["overallWithModelPrior"] as? [String: Double])
        #expect(overall == usual["overall"] as? [String: Double])
        #expect(own["distortionNatsPerImage"] == overall["distortionNatsPerImage"])
        let rate = try #require(own["rateNatsPerImage"])
        #expect(rate.isFinite && rate != overall["rateNatsPerImage"])
        let table = try space.succeed("evaluate ph --model m --prior-density").output
        #expect(table.contains("with the model's own prior"))
    }

    @Test("What the model or the images can't give is refused, and nothing is left behind")
    func refusals() throws {
        let space = try Workspace()
        try space.prepareConditional()
        try space.succeed("prior fit --model m --prior standard --output plain")
        try space.succeed("prior fit ph --model m --flow-width 8 --flow-blocks 1 --epochs 1 --output any")
        try space.write(space.bytes("ph/hand/00000.png"), to: "flat/a.png")
        let ends = "interpolate ph/hand/00000.png ph/head/00001.png --output i"
        let cases: [(line: String, status: Int32, words: [String])] = [
            ("sample --model m --class foot --output s", 65, ["foot", "chest, hand, head"]),
            ("sample --model any --class hand --output s", 65, ["--class", "--conditional", "prior fit"]),
            ("sample --model plain --guidance 2 --output s", 64, ["--guidance", "prior fit"]),
            ("translate ph --model m --class foot --output t", 65, ["foot", "chest, hand, head"]),
            ("translate ph --model m --class hand --from foot --output t", 65, ["foot", "chest, hand, head"]),
            ("translate ph --model plain --class hand --output t", 65, ["--class", "prior fit --conditional"]),
            ("translate ph --model m --class hand --output t --sheet t", 64, ["t: is named twice"]),
            ("\(ends) --model plain --path flow", 65, ["--path flow", "standard normal", "grisaille prior fit"]),
            ("\(ends) --model m --path flow --classes hand,foot", 65, ["foot", "chest, hand, head"]),
            ("\(ends) --model m --path flow --classes hand,head,chest", 64, ["--classes"]),
            ("\(ends) --model any --path flow --classes hand", 65, ["--classes", "--conditional"]),
            ("\(ends) --model m --path linear --classes hand", 64, ["--classes", "--path flow"]),
            ("train flat --model x --conditional", 65, ["no classes", "--conditional"]),
            ("prior fit flat --model m --conditional --output x", 65, ["no classes", "--conditional"]),
            ("prior fit --model m --output x", 64, ["images"]),
            ("prior fit ph --model m --output x --flow-width 9", 64, ["--flow-width"]),
            ("prior fit ph --model m --output x --epochs 1 --minutes 1", 64, ["--epochs", "--minutes"]),
            ("prior fit --model m --output x --prior standard --minutes 1", 64, ["--minutes", "--prior standard"]),
            ("prior fit ph --model m --output m --force", 64, ["m: is named twice"]),
            ("prior fit gone --model m --output x", 66, ["gone: "]),
            ("prior fit ph --model m --output x --resume", 66, ["x.training: ", "--resume"]),
            ("evaluate ph --model m --sampling-steps 3", 64, ["--prior-density"]),
        ]
        let before = space.contents
        for one in cases {
            let result = try space.run(one.line)
            #expect(result.status == one.status, "\(one.line): \(result.errors)")
            for word in one.words { #expect(result.errors.contains(word), "\(one.line): \(result.errors)") }
            #expect(space.contents == before, "\(one.line) left \(space.contents.subtracting(before))")
        }
    }
}
