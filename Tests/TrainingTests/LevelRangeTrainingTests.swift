import GreyImages
import Layers
import Platform
import Testing
import VAE
@testable import Training

@Suite("Training on images that span a small part of their depth")
struct LevelRangeTrainingTests {
    /// Images of slopes, each with its own direction, whose levels are multiplied by a factor and shifted by an offset.
    private func images(factor: Int, offset: Int = 0) -> [GreyImage] {
        let side = ToyData.side
        return (0..<96).map { image in
            GreyImage(
                size: ImageSize(width: side, height: side), bitDepth: .sixteen,
                samples: (0..<side * side).map { pixel in
                    let (across, down) = (image * 37 % 15, image * 53 % 13)
                    return UInt16(offset + factor * (20 + pixel % side * across + pixel / side * down))
                })
        }
    }

    /// The root mean squared error of reconstructions after a short run, in units of the images' standard deviation.
    private func relativeError(
        _ images: [GreyImage], _ architecture: Architecture, _ likelihood: LikelihoodKind
    ) throws -> Double {
        let run = try ToyRun(images: images)
        let levels = run.images.levelHistogram()
        var configuration = ToyData.configuration(architecture, likelihood: likelihood)
        configuration.bitDepth = .sixteen
        var settings = TrainingSettings()
        settings.length = .epochs(40)
        settings.seed = 3
        let outcome = try run.start(configuration.fitted(to: run.images), settings)
        let inference = Inference(outcome.model, pool: WorkerPool(threads: 2))
        let decoded = try inference.decode(inference.posteriors(of: run.images).means)
        var squares = 0.0
        for (image, back) in zip(images, decoded) {
            for (one, other) in zip(image.samples, back.samples) {
                squares += (Double(one) - Double(other)) * (Double(one) - Double(other))
            }
        }
        return (squares / Double(levels.pixelCount)).squareRoot() / levels.standardDeviation
    }

    /// Images of 12 bits train as well as those of 16, wherever their levels lie. Runs that round differently diverge,
    /// with errors up to twice as large or small by chance; a model that learns nothing has an error of at least 1.
    @Test(
        arguments: [
            (Architecture.mlp(hidden: [32]), LikelihoodKind.logistic), (.mlp(hidden: [32]), .gaussian),
            (.conv(channels: [8, 8], hidden: 32), .mixture), (.residual(channels: [8, 8], blocks: [0, 1]), .gaussian),
        ])
    func rangesAreEqual(architecture: Architecture, likelihood: LikelihoodKind) throws {
        let whole = try relativeError(images(factor: 256), architecture, likelihood)
        #expect(whole < 0.8, "the images can be learnt: \(whole)")
        for narrow in [images(factor: 16), images(factor: 16, offset: 33_069)] {
            let error = try relativeError(narrow, architecture, likelihood)
            #expect(error < 0.8 && (0.33...3).contains(error / whole), "\(error), not \(whole)")
        }
    }
}
