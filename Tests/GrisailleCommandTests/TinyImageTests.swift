import Testing

@Suite("Tiny images")
struct TinyImageTests {
    @Test(
        "Presets fit images of any size and any number, without an option",
        arguments: ["1", "1x2", "2x1", "3", "4", "5x7", "7x8", "8", "16x3", "1x64", "64x1"])
    func presets(size: String) throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 3 --size 16 --kind hand --quiet")
        for (images, preset) in [("ph/hand", "quick"), ("ph/hand", "standard"), ("ph/hand/00001.png", "best")] {
            let line = "train \(images) --model m --size \(size) --fit stretch --preset \(preset) --epochs 1 --force"
            let result = try space.run(line)
            #expect(result.status == 0, "\(line): \(result.errors)")
            #expect(try space.run("sample --model m --count 2 --output s --force").status == 0)
        }
    }

    @Test("Who asks for a discriminator is told what it needs")
    func adversarial() throws {
        let space = try Workspace()
        try space.succeed("phantoms --output ph --count 3 --size 16 --kind hand --quiet")
        let result = try space.run("train ph --model m --size 4 --adversarial 1 --epochs 1")
        #expect(result.status == 64 && result.errors.contains("--adversarial needs images of at least 8x8"))
    }
}
