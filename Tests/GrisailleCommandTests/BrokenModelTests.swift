import Foundation
import Grisaille
import Kernels
import Layers
import Testing

@Suite("A model that gives no finite values is an error that names it")
struct BrokenModelTests {
    /// Every weight of a part of the network times a factor, all still finite.
    private static func spoil(_ part: String, by factor: Float, in space: Workspace, to name: String) throws {
        let model = try ModelFile.read(space.file("m"))
        func spoiled(_ arena: Arena, _ layout: ParameterLayout) {
            for slot in layout.slots where slot.name.hasPrefix(part) {
                KernelSet.current.scale(arena[slot], by: factor, offset: 0, into: arena[slot])
            }
        }
        spoiled(model.parameters, model.network.layout)
        if let prior = model.prior.parameters { spoiled(prior.arena, prior.layout) }
        try ModelFile.write(model, to: space.file(name))
    }

    private static let readingCommands = [
        "encode ph --output o.npy", "evaluate ph", "map ph --output o.png", "map ph --output o.png --method pca",
        "reconstruct ph --output o", "translate ph --class hand --output o",
        "interpolate ph/hand/00000.png ph/hand/00001.png --output o",
        "interpolate ph/hand/00000.png ph/hand/00001.png --output o --path geodesic",
        "traverse ph/hand/00000.png --output o.png", "traverse ph/hand/00000.png --output o.png --components ph",
        "direction fit ph --labels ph/labels.csv:brightness --output w",
        "direction apply ph/hand/00000.png --direction way --output o",
        "top-up ph --to 5 --output o --by ph/labels.csv:kind", "sample --count 2 --output o --novelty ph",
        "prior fit ph --epochs 1 --output p", "prior calibrate ph --output p",
        "prior fit ph --prior mixture --prior-components 2 --output p",
    ]
    private static let makingCommands = [
        "sample --count 2 --output o", "sample --count 2 --output o --diversity 0.5 --pool 20",
        "top-up ph --to 5 --output o", "decode zeros.npy --output o", "reconstruct ph --output o",
        "interpolate ph/hand/00000.png ph/hand/00001.png --output o",
    ]

    @Test func everyCommandNamesTheModel() throws {
        let space = try Workspace()
        try space.prepareConditional()
        try space.succeed("direction fit ph --labels ph/labels.csv:brightness --model m --output way")
        try space.write(
            NumpyArray(shape: [1, 128], elements: .float32(.init(repeating: 0, count: 128))), to: "zeros.npy")
        try Self.spoil("encoder", by: 1e38, in: space, to: "encoder")
        try Self.spoil("decoder", by: 1e38, in: space, to: "decoder")
        try Self.spoil("prior", by: 1e36, in: space, to: "prior")
        func expectError(_ line: String, model: String) throws {
            for json in ["", " --json"] {
                let result = try space.run("\(line) --model \(model) --force\(json)")
                #expect(result.status == 65, "\(line) \(model): \(result.errors)")
                #expect(
                    result.errors.contains("error: \(model): the model gives no finite values"),
                    "\(line) \(model): \(result.errors)")
                #expect(result.output.isEmpty, "\(line) \(model): \(result.output)")
            }
        }
        for line in Self.readingCommands { try expectError(line, model: "encoder") }
        for line in Self.makingCommands { try expectError(line, model: "decoder") }
        for line in Self.makingCommands.prefix(3) { try expectError(line, model: "prior") }
    }

    @Test func imagesThatAreAllAlikeHaveAMap() throws {
        let space = try Workspace()
        try space.prepare()
        let png = try space.bytes("ph/hand/00000.png")
        for number in 0..<40 { try space.write(png, to: "alike/\(number).png") }
        for method in ["tsne", "pca"] {
            let result = try space.succeed("map alike --model m --output alike.png --method \(method) --force --json")
            #expect(try result.json()["images"] as? Int == 40)
            #expect(result.errors.contains("all alike"))
            let rows = try String(decoding: space.bytes("alike.csv"), as: UTF8.self).split(separator: "\n")
            #expect(rows.count == 41 && rows.dropFirst().allSatisfy { $0.hasSuffix(",0.0000,0.0000") })
        }
    }

    @Test func latentsTooLargeToCalculateWithAreNamed() throws {
        let space = try Workspace()
        try space.prepare()
        try space.write(NumpyArray(shape: [1, 3], elements: .float32([0, 1e30, 0])), to: "far.npy")
        let decoded = try space.run("decode far.npy --model m --output far")
        #expect(decoded.status == 65 && decoded.errors.contains("far.npy: holds a value beyond"))
    }
}
