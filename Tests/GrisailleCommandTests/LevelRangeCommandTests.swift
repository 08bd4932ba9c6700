import Foundation
import Grisaille
import Testing

@Suite("Images that span little of their depth, from end to end")
struct LevelRangeCommandTests {
    private let side = 16

    /// Slopes of 12 bits in 16 that lean another way in every image.
    private func samples(_ image: Int) -> [UInt16] {
        (0..<side * side).map { UInt16(40 + $0 % side * (image * 37 % 120) + $0 / side * (image * 53 % 120)) }
    }

    private func write(_ samples: [UInt16], to name: String, in space: Workspace) throws {
        try space.makeFolder(FilePath.folder(of: name))
        try GreyImage(size: ImageSize(width: side, height: side), bitDepth: .sixteen, samples: samples)
            .writePNG(to: space.file(name))
    }

    private static let tiny = "--architecture conv --channels 4 --hidden 8 --latent 3 --epochs 2"

    @Test("A model keeps the range of its images, measures by it and shows it")
    func range() throws {
        let space = try Workspace()
        for image in 0..<12 { try write(samples(image), to: "ct/\(image).png", in: space) }
        let all = (0..<12).flatMap(samples)
        try space.succeed("train ct --model m \(Self.tiny)")
        let facts = try space.succeed("info m --json").json()
        let configuration = try #require(facts["configuration"] as? [String: Any])
        let range = try #require(configuration["levelRange"] as? [String: Int])
        #expect(range == ["minimum": Int(all.min()!), "maximum": Int(all.max()!)])
        let result = try space.succeed("reconstruct ct --model m --output back --json").json()
        // By 65,535 a dead model would have more than 30 dB.
        let ratio = try #require(result["meanPSNRDecibels"] as? Double)
        #expect(ratio < 25)
        // The pictures for people use the whole depth, the images themselves their own levels.
        let (sheet, image) = (
            try GreyImage(contentsOfPNG: space.file("back/pairs.png")),
            try GreyImage(contentsOfPNG: space.file("back/0.png"))
        )
        #expect(sheet.samples.max()! > 60_000 && image.samples.max()! < 6000)
    }

    @Test("Levels outside the range are counted")
    func outside() throws {
        let space = try Workspace()
        for image in 0..<12 { try write(samples(image), to: "ct/\(image).png", in: space) }
        try space.succeed("train ct --model m \(Self.tiny)")
        var hot = samples(3)
        hot[5] = 65_535
        hot[9] = 0
        try write(hot, to: "hot/a.png", in: space)
        let evaluated = try space.succeed("evaluate hot --model m --json")
        let result = try evaluated.json()
        #expect(result["pixelsOutsideLevels"] as? Int == 2)
        #expect(evaluated.errors.contains("2 pixels (0.78 %) lie outside the levels 40..."))
        let own = try space.succeed("evaluate ct --model m")
        #expect(!own.errors.contains("outside"))
    }

    @Test("A collapse is explained by what the images look like")
    func collapse() throws {
        let space = try Workspace()
        for image in 0..<10 { try write(samples(7), to: "equal/\(image).png", in: space) }
        let trained = try space.succeed("train equal --model m --validation 0 \(Self.tiny)")
        #expect(trained.errors.contains("all images are equal"))
    }
}
