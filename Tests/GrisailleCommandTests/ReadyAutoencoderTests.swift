import Foundation
import Testing

@Suite("The autoencoder that comes with the program")
struct ReadyAutoencoderTests {
    /// An installation of the program in `installed`, with an autoencoder that was trained on `ph`.
    private func install(_ space: Workspace) throws {
        try space.succeed("phantoms --output ph --count 4 --size 16")
        try space.succeed("train ph --model ready --from-scratch --epochs 1 \(Self.short)")
        let folder = space.path + "/installed"
        for part in ["/bin", "/share/grisaille"] {
            try FileManager.default.createDirectory(atPath: folder + part, withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(atPath: Program.path, toPath: folder + "/bin/grisaille")
        try FileManager.default.copyItem(
            atPath: space.path + "/ready", toPath: folder + "/share/grisaille/autoencoder.safetensors")
    }

    private static let short = "--adversarial 0 --prior standard"

    @Test("Training starts from it at any size, unless the networks are others or random weights are asked for")
    func starting() throws {
        let space = try Workspace()
        try install(space)
        func startsReady(_ model: String, _ options: String) throws -> Bool {
            let result = try Program.shell(
                "installed/bin/grisaille train ph --model \(model) --epochs 1 \(Self.short) \(options)", in: space.path)
            try #require(result.status == 0, "\(result.errors)")
            return result.errors.contains("starting from the autoencoder in")
        }
        #expect(try startsReady("same", ""))
        #expect(try startsReady("larger", "--size 20x27 --bit-depth 16"))
        #expect(try !startsReady("scratch", "--from-scratch"))
        #expect(try !startsReady("other", "--channels 4,8 --blocks 1,1"))
        #expect(try !startsReady("dense", "--architecture mlp --hidden 8"))
        let both = try space.run("train ph --model both --from ready --from-scratch")
        #expect(both.status == 64 && both.errors.contains("--from-scratch"), "\(both.errors)")
    }

    @Test("A model is adapted to another size and depth with --from, and later commands take images of that size")
    func resizing() throws {
        let space = try Workspace()
        try space.prepareConditional()
        let result = try space.succeed(
            "train ph --model larger --from m --size 21x17 --bit-depth 16 --epochs 1 \(Self.short)")
        #expect(result.errors.contains("adapted to 21x17 with 16 bits"), "\(result.errors)")
        try space.succeed("reconstruct ph --model larger --output back")
        let info = try space.succeed("info larger --json").json()
        #expect("\(info)".contains("21"), "\(info)")
    }
}
