import Foundation
import Grisaille
import Platform
import Testing

/// What a program that imports the library relies on: one import brings everything, and the shipped model works.
@Suite struct LibraryTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static func path(_ relative: String) -> String { package.appending(path: relative).path }

    @Test func theReadmesProgramRuns() throws {
        let (images, _) = try ImageDataset.read(Self.path("SampleImages/8-bit"))
        let model = try ModelFile.read(Self.path("Models/phantoms.safetensors"))
        let inference = Inference(model, pool: WorkerPool())
        let latents = try inference.posteriors(of: images).means
        let between = InterpolationPath.spherical.points(from: latents[0], to: latents[1], steps: 12)
        let frames = try inference.decode(between)
        #expect(frames.count == 12)
        #expect(frames.allSatisfy { $0.size == images.size && $0.bitDepth == images.bitDepth })
    }

    @Test func theSampleImagesAreWhatTheDocumentationSays() throws {
        let (eight, _) = try ImageDataset.read(Self.path("SampleImages/8-bit"))
        #expect(eight.count == 72 && eight.size == ImageSize(width: 64, height: 64) && eight.bitDepth == .eight)
        #expect(eight.classNames == ["chest", "hand", "head"])
        let (sixteen, _) = try ImageDataset.read(Self.path("SampleImages/16-bit"))
        #expect(sixteen.count == 6 && sixteen.size.width == 128 && sixteen.bitDepth == .sixteen)
    }

    /// Reconstructions of images that the model has not seen look like them, and samples differ from each other.
    @Test func theShippedModelReconstructsAndSamples() throws {
        let (images, _) = try ImageDataset.read(Self.path("SampleImages/8-bit"))
        let model = try ModelFile.read(Self.path("Models/phantoms.safetensors"))
        let inference = Inference(model, pool: WorkerPool())
        let reconstructions = try inference.decode(inference.posteriors(of: images).means)
        let similarities = reconstructions.enumerated().map { index, image in
            ImageFidelity(of: image, to: images.image(at: index)).structuralSimilarity
        }
        #expect(similarities.reduce(0, +) / Double(similarities.count) > 0.5)
        let samples = try inference.decode(PriorSampler(model).draw(16, seed: 1))
        let distances = samples.dropFirst().map { ImageFidelity(of: $0, to: samples[0]).rootMeanSquaredError }
        #expect(distances.allSatisfy { $0 > 4 })
    }
}
