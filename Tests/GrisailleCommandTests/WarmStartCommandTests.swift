import Testing

@Suite("train --from")
struct WarmStartCommandTests {
    @Test("A model is trained further on other images; it keeps its structure, and its file")
    func further() throws {
        let space = try Workspace()
        try space.prepare()
        try space.succeed("phantoms --output others --count 6 --size 16 --seed 9")
        let before = try space.bytes("m")
        let result = try space.succeed("train others --model further --from m --epochs 2 --json")
        #expect(try result.json()["latentUnits"] as? Int == 3)
        #expect(try space.bytes("m") == before)
        // The model to start from is an input, which no output may replace.
        let inPlace = try space.run("train others --model m --from m --epochs 1 --force")
        #expect(inPlace.status == 64 && inPlace.errors.contains("m"), "\(inPlace.errors)")
        #expect(try space.bytes("m") == before)
    }

    @Test("A structure that isn't the model's is refused, and so are images of another size")
    func structure() throws {
        let space = try Workspace()
        try space.prepare()
        for option in ["--latent 5", "--architecture mlp", "--hidden 9", "--likelihood gaussian"] {
            let result = try space.run("train ph --model further --from m \(option)")
            let name = String(option.split(separator: " ")[0])
            #expect(result.status == 64 && result.errors.contains(name), "\(option): \(result.errors)")
            #expect(result.errors.contains("--from"), "\(result.errors)")
        }
        // It is refused before any image is read.
        let early = try space.run("train nowhere --model further --from m --latent 5")
        #expect(early.status == 64 && early.errors.contains("--latent"), "\(early.errors)")
        try space.succeed("phantoms --output large --count 2 --size 24")
        let larger = try space.run("train large --model further --from m")
        #expect(larger.status == 65 && larger.errors.contains("24x24"), "\(larger.errors)")
        #expect(!space.exists("further") && !space.exists("further.training"))
    }
}
