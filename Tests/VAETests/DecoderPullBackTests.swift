import GreyImages
import Kernels
import Layers
import Platform
import Testing
@testable import VAE

@Suite struct DecoderPullBackTests {
    static let configurations: [ModelConfiguration] = LikelihoodKind.allCases.flatMap { kind in
        [Tiny.tanh, Tiny.map].map { configuration in
            var configuration = configuration
            configuration.bitDepth = .eight
            configuration.likelihood = kind
            configuration.mixtureComponents = kind == .mixture ? 3 : nil
            return configuration
        }
    }

    /// The gradient of Σ weight · mean image agrees with central differences for each latent, with more rows than a
    /// lane has.
    @Test(arguments: configurations) func theGradientIsThatOfTheMeans(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let pool = WorkerPool(threads: 2)
        let decoder = DecoderPullBack(model, pool: pool)
        let rows = model.network.imagesPerLane + 1
        let latents = Latents(
            dimension: configuration.latentCount, values: uniformFloats(rows * configuration.latentCount, seed: 4))
        let weights = Buffer(uniformFloats(rows * decoder.pixelCount, seed: 5))
        func value(_ latents: Latents) -> [Double] {
            let means = decoder.means(of: latents)
            return (0..<rows).map { row in
                (0..<decoder.pixelCount).reduce(0) {
                    $0 + Double(means[row * decoder.pixelCount + $1] * weights[row * decoder.pixelCount + $1])
                }
            }
        }
        let gradient = decoder.gradient(at: latents, ofMeans: weights)
        let step: Float = 1e-2
        for index in 0..<min(4, configuration.latentCount) {
            func moved(_ by: Float) -> Latents {
                var values = latents.values
                for row in 0..<rows { values[row * configuration.latentCount + index] += by }
                return Latents(dimension: configuration.latentCount, values: values)
            }
            let (above, below) = (value(moved(step)), value(moved(-step)))
            for row in 0..<rows {
                let expected = (above[row] - below[row]) / Double(2 * step)
                let found = Double(gradient[row][gradient[row].startIndex + index])
                #expect(abs(found - expected) < 2e-3 + 0.02 * abs(expected), "\(found), not \(expected)")
            }
        }
    }

    /// Means are the expected levels, apart from the limits of the range.
    @Test(arguments: configurations) func meansAreTheExpectedLevels(configuration: ModelConfiguration) throws {
        let model = try Tiny.model(configuration, seed: 3)
        let pool = WorkerPool(threads: 1)
        let latents = Latents(
            dimension: configuration.latentCount, values: uniformFloats(2 * configuration.latentCount, seed: 4))
        let means = DecoderPullBack(model, pool: pool).means(of: latents).values
        let images = try Inference(model, pool: pool).decode(latents)
        let maximum = Float(configuration.bitDepth.maximumLevel)
        // The limits cut off a pixel's expected level, but not the mean that its neighbours depend on.
        let tolerance: Float = configuration.likelihood == .autoregressive ? 12 : 3
        for (mean, level) in zip(means, images.flatMap(\.samples)) where abs(mean) < 0.5 {
            #expect(abs((mean + 1) / 2 * maximum - Float(level)) < tolerance)
        }
    }
}
