import Foundation
import Grisaille
import Testing

@Suite("The library's front door")
struct FrontDoorTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("A model is trained, written, read, sampled from, interpolated with and evaluated")
    func everything() throws {
        let images = try ImageDataset(Self.package.appending(path: "SampleImages/8-bit").path)
        #expect(images.count == 72 && images.last == images.image(at: 71))
        let small: [TrainingChoice] = [
            .length(.epochs(1)), .channels([4, 8]), .blocks([1, 1]), .flowWidth(8), .flowBlocks(1),
        ]
        var stages: [TrainingStage] = []
        let model = try Model.train(on: images, preset: .quick, choices: small, threads: 2) { event in
            if case .stage(let stage) = event { stages.append(stage) }
        }
        #expect(stages.first == .autoencoder && stages.last == .prior)
        #expect(model.facts.novelty != nil)

        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try model.write(to: file)
        let read = try Model(contentsOf: file)
        #expect(read.parameters.buffer.values == model.parameters.buffer.values)

        let samples = try read.samples(5, seed: 7)
        #expect(samples.count == 5 && samples.allSatisfy { $0.size == images.size })
        #expect(try read.samples(3, seed: 7) == Array(samples.prefix(3)))
        #expect(try read.interpolate(from: images[0], to: images[1], steps: 4).count == 4)
        #expect(try read.evaluate(images).likelihood.overall.images == 72)
        let posteriors = try read.encode(images)
        #expect(posteriors.means.count == 72)
        #expect(try read.decode(posteriors.means).count == 72)
        let further = try read.trainedFurther(on: images, choices: [.length(.epochs(1))], threads: 2)
        #expect(further.configuration == read.configuration)
    }

    @Test("An autoencoder is adapted where the plan has its networks, and left out where it hasn't")
    func adapting() throws {
        let images = try ImageDataset(Self.package.appending(path: "SampleImages/8-bit").path)
        let autoencoder = try Model(
            contentsOf: Self.package.appending(path: "Models/autoencoder.safetensors").path)
        func bound(_ choices: [TrainingChoice], adapting autoencoder: Model?) throws -> Double {
            let plan: [TrainingChoice] = [.length(.epochs(1)), .flowWidth(8), .flowBlocks(1), .adversarialWeight(0)]
            let model = try Model.train(
                on: images, preset: .quick, choices: plan + choices, adapting: autoencoder, threads: 2)
            return try #require(model.facts.validationNegativeELBO)
        }
        #expect(try bound([], adapting: autoencoder) < bound([], adapting: nil) - 1000)
        let other: [TrainingChoice] = [.channels([4, 8]), .blocks([1, 1])]
        #expect(try bound(other, adapting: autoencoder) == bound(other, adapting: nil))
    }

    @Test("What an observer throws ends a training")
    func cancellation() throws {
        struct Enough: Error {}
        let images = try ImageDataset(Self.package.appending(path: "SampleImages/8-bit").path)
        #expect(throws: Enough.self) {
            try Model.train(on: images, preset: .quick) { if case .step = $0 { throw Enough() } }
        }
    }
}
