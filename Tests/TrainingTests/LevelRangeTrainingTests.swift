import GreyImages
import Kernels
import Layers
import Testing
import VAE

@testable import Training

@Suite("Training on images that span little of their depth")
struct LevelRangeTrainingTests {
    /// Spots as 12 bits in 16, or the same levels moved to another place.
    private func images(factor: Int, offset: Int = 0) -> [GreyImage] {
        ToyData.spots(120).map { image in
            GreyImage(
                size: image.size, bitDepth: .sixteen, samples: image.samples.map { UInt16(offset + factor * Int($0)) })
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
        let decoded = inference.decode(inference.posteriors(of: run.images).means)
        var squares = 0.0
        for (image, back) in zip(images, decoded) {
            for (one, other) in zip(image.samples, back.samples) {
                squares += (Double(one) - Double(other)) * (Double(one) - Double(other))
            }
        }
        return (squares / Double(levels.pixelCount)).squareRoot() / levels.standardDeviation
    }

    /// A twelfth of a scanner's 16 bits teaches as much as all of them, wherever it lies.
    @Test(
        arguments: [
            (Architecture.mlp(hidden: [32]), LikelihoodKind.logistic), (.mlp(hidden: [32]), .gaussian),
            (.conv(channels: [8, 8], hidden: 32), .mixture),
            (.residual(channels: [8, 8], blocks: [0, 1]), .autoregressive),
        ])
    func rangesAreEqual(architecture: Architecture, likelihood: LikelihoodKind) throws {
        let whole = try relativeError(images(factor: 256), architecture, likelihood)
        #expect(whole < 0.75, "the images can be learnt: \(whole)")
        for narrow in [images(factor: 16), images(factor: 16, offset: 33_069)] {
            let error = try relativeError(narrow, architecture, likelihood)
            #expect(abs(error / whole - 1) < 0.1, "\(error), not \(whole)")
        }
    }
}
