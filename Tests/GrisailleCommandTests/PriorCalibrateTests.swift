import Grisaille
import Layers
import Testing

@Suite("Samples with the spectrum of images")
struct PriorCalibrateTests {
    @Test("A trained flow has gains, and samples don't change when it is calibrated again")
    func again() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let trained = try #require(try Model(contentsOf: space.file("m")).prior as? FlowPrior)
        #expect(try #require(trained.gains).contains { $0 != 1 })
        let line = "prior calibrate ph --model m --output again"
        let result = try space.succeed("\(line) --json").json()
        #expect(result["images"] as? Int ?? 0 > 0 && result["maximumGain"] as? Double ?? 0 >= 0.5)
        #expect(result["fittedSteps"] as? Int == 5)
        // A tiny model's gains depend on which images were held out, of which calibration knows nothing.
        let fitted = try #require(try Model(contentsOf: space.file("again")).prior as? FlowPrior)
        #expect(fitted.gains?.count == trained.gains?.count)
        try space.succeed("\(line)2 --threads 1")
        #expect(try space.bytes("again") == space.bytes("again2"))
        #expect(try space.run(line).status == 73)
        try space.succeed("\(line) --force")
    }

    @Test("A flow from an older version is calibrated in place, and its samples change")
    func older() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let model = try Model(contentsOf: space.file("m"))
        let network = try VelocityNetwork(
            FlowConfiguration(width: 8, blocks: 1, classNames: ["chest", "hand", "head"]),
            latentMap: model.configuration.latentMap, latentCount: model.configuration.latentCount)
        let arena = Arena(network.layout)
        network.initialize(arena, seed: 1)
        try model.with(prior: FlowPrior(network: network, arena: arena)).write(to: space.file("old"))
        try space.succeed("sample --model old --count 2 --output before")
        let refused = try space.run("prior calibrate ph --model old")
        #expect(refused.status == 73, "\(refused.errors)")
        try space.succeed("prior calibrate ph --model old --force")
        try space.succeed("sample --model old --count 2 --output after")
        #expect(try space.bytes("before/latents.npy") != space.bytes("after/latents.npy"))
    }

    @Test("Only a flow is calibrated")
    func refusal() throws {
        let space = try Workspace()
        try space.prepareConditional()
        try space.succeed("prior fit ph --model m --prior standard --output plain")
        let refused = try space.run("prior calibrate ph --model plain --output z")
        #expect(refused.status == 64 && refused.errors.contains("only a flow"), "\(refused.errors)")
        #expect(!space.contents.contains("z"))
    }
}
