import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct ModelFileTests {
    @Test(arguments: Tiny.all) func whatIsWrittenIsRead(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration)
        try withTemporaryFolder { folder in
            let path = folder + "/model.safetensors"
            try ModelFile.write(model, to: path)
            let back = try ModelFile.read(path)
            #expect(back.configuration == configuration)
            #expect(back.facts == Tiny.facts)
            #expect(back.parameters.buffer.values == model.parameters.buffer.values)
            try ModelFile.write(back, to: folder + "/again.safetensors")
            #expect(try bytes(of: path) == bytes(of: folder + "/again.safetensors"))
        }
    }

    @Test func factsWithoutValidationComeBack() throws {
        let model = try Tiny.model(Tiny.mlp)
        var facts = Tiny.facts
        facts.validationNegativeELBO = nil
        let bytes = try fileBytes(Model(network: model.network, parameters: model.parameters, facts: facts))
        #expect(try ModelFile.read(bytes: bytes, path: "m").facts == facts)
    }

    /// The file has the format that other tools expect: the header is padded to a multiple of eight bytes, and the
    /// arrays follow one another.
    @Test func otherToolsCanReadTheFile() throws {
        let bytes = try fileBytes(Tiny.model(Tiny.mlp))
        let length = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        #expect(length % 8 == 0 && bytes[8] == UInt8(ascii: "{"))
        let header = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any])
        let entry = try #require(header["encoder.dense1.weight"] as? [String: Any])
        #expect(entry["dtype"] as? String == "F32")
        #expect(entry["shape"] as? [Int] == [6, 15])
        #expect(entry["data_offsets"] as? [Int] == [0, 360])
        #expect((header["__metadata__"] as? [String: String])?["format"] == "grisaille-model")
    }

    @Test func aMissingFileIsNamed() {
        let error = #expect(throws: (any Error).self) { try ModelFile.read("/nowhere/model.safetensors") }
        #expect("\(error!)".hasPrefix("/nowhere/model.safetensors: "))
    }
}
