import Grisaille
import Layers
import Testing

@Suite("Samples in long steps")
struct LongStepCommandTests {
    /// The steps that a command reports as JSON.
    private func sampling(_ space: Workspace, _ line: String) throws -> [String: Any] {
        try #require(try space.succeed(line + " --json").json()["sampling"] as? [String: Any])
    }

    /// Puts a flow without long steps into a model `old`, as older versions fitted it.
    private func makeOlderModel(_ space: Workspace) throws {
        let model = try Model(contentsOf: space.file("m"))
        let network = try VelocityNetwork(
            FlowConfiguration(width: 8, blocks: 1, classNames: ["chest", "hand", "head"], longSteps: nil),
            latentMap: model.configuration.latentMap, latentCount: model.configuration.latentCount)
        let arena = Arena(network.layout)
        network.initialize(arena, seed: 1)
        try model.with(prior: FlowPrior(network: network, arena: arena)).write(to: space.file("old"))
    }

    @Test("A new prior takes as many long steps as are asked for")
    func counts() throws {
        let space = try Workspace()
        try space.prepareConditional()
        #expect(try space.succeed("info m").output.contains("5 fitted steps, up to 4 long steps"))
        let prior = try #require(try space.succeed("info m --json").json()["prior"] as? [String: Any])
        #expect(prior["longSteps"] as? [Int] == [1, 2, 4] && prior["fittedSteps"] as? Int == 5)
        let automatic = try sampling(space, "sample --model m --count 3 --output s")
        #expect(automatic["longSteps"] == nil && automatic["guidance"] as? Double == 2)
        #expect(automatic["fittedSteps"] as? Int == 5 && automatic["solver"] == nil)
        var latents: [[UInt8]] = []
        for count in [1, 2, 4] {
            let steps = try sampling(space, "sample --model m --count 3 --output s\(count) --sampling-steps \(count)")
            #expect(steps["longSteps"] as? Int == count)
            latents.append(try space.bytes("s\(count)/latents.npy"))
        }
        #expect(Set(latents).count == 3)
        let more = try sampling(space, "top-up ph --model m --to 5 --output more --sampling-steps 2 --guidance 2")
        #expect(more["longSteps"] as? Int == 2)
    }

    @Test("Samples follow the flow on request")
    func flow() throws {
        let space = try Workspace()
        try space.prepareConditional()
        for (options, solver, steps, guidance) in [
            ("--solver heun", "heun", 7, 2.0), ("--solver euler --sampling-steps 3", "euler", 3, 2),
            ("--sampling-steps 6", "adams", 6, 2), ("--solver adams --guidance 1.5", "adams", 7, 1.5),
            ("--sampling-steps 5 --solver adams", "adams", 5, 2),
        ] {
            let found = try sampling(space, "sample --model m --count 1 --output s --force \(options)")
            #expect(found["longSteps"] == nil && found["solver"] as? String == solver, "\(options)")
            #expect(found["solverSteps"] as? Int == steps && found["guidance"] as? Double == guidance, "\(options)")
        }
        for options in ["--sampling-steps 5", "--guidance 1.5"] {
            let found = try sampling(space, "sample --model m --count 1 --output s --force \(options)")
            #expect(found["fittedSteps"] as? Int == 5 && found["solver"] == nil, "\(options)")
        }
        // Paths and densities follow the flow in any number of steps.
        try space.succeed(
            "interpolate ph/hand/00000.png ph/head/00001.png --model m --path flow --steps 3 --sampling-steps 3 --output i"
        )
        try space.succeed("evaluate ph --model m --prior-density --sampling-steps 3")
    }

    @Test("A model from before long steps follows its flow, and refuses so few steps")
    func olderModels() throws {
        let space = try Workspace()
        try space.prepareConditional()
        try makeOlderModel(space)
        #expect(try !space.succeed("info old").output.contains("long steps"))
        let found = try sampling(space, "sample --model old --count 2 --output s")
        #expect(found["longSteps"] == nil && found["solver"] as? String == "adams" && found["solverSteps"] as? Int == 7)
        for count in [1, 4] {
            let refused = try space.run("sample --model old --count 2 --output z --sampling-steps \(count)")
            #expect(refused.status == 64, "\(refused.errors)")
            for words in ["no long steps", "--solver adams", "grisaille prior fit"] {
                #expect(refused.errors.contains(words), "\(refused.errors)")
            }
        }
        try space.succeed("sample --model old --count 2 --output few --sampling-steps 1 --solver heun")
        try space.succeed("sample --model old --count 2 --output many --sampling-steps 20")
        // A prior that is fitted anew has long steps.
        try space.succeed("prior fit ph --model old --flow-width 8 --flow-blocks 1 --epochs 1 --output new --quiet")
        let new = try sampling(space, "sample --model new --count 2 --output n --sampling-steps 1")
        #expect(new["longSteps"] as? Int == 1 && new["guidance"] == nil)
        #expect(!space.contents.contains("z"))
    }

    @Test("Numbers and guidance that long steps don't have are refused")
    func refusals() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let before = space.contents
        for (options, words) in [
            ("--sampling-steps 3", "1, 2 or 4"),
            ("--sampling-steps 0", "1...10000"), ("--sampling-steps 4 --guidance 1.5", "guidance of 2"),
        ] {
            let refused = try space.run("sample --model m --count 2 --output z \(options)")
            #expect(refused.status == 64 && refused.errors.contains(words), "\(options): \(refused.errors)")
        }
        #expect(space.contents == before)
    }
}
