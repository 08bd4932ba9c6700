import GreyImages
import Layers
import Testing

@testable import VAE

@Suite struct NetworkShapeTests {
    private func configuration(_ architecture: Architecture, side: Int, latents: Int) -> ModelConfiguration {
        ModelConfiguration(
            architecture: architecture, imageSize: ImageSize(width: side, height: side), bitDepth: .eight,
            latentCount: latents, likelihood: .bernoulli)
    }

    /// The number of parameters is that of PyTorch's 784-400-20: (784 · 400 + 400) + 2 (400 · 20 + 20) + (20 · 400 +
    /// 400) + (400 · 784 + 784).
    @Test func mlpHasThePeersParameterCount() throws {
        let network = try VariationalAutoencoder(configuration(.mlp(hidden: [400]), side: 28, latents: 20))
        #expect(network.layout.parameterCount == 314_000 + 16_040 + 8_400 + 314_384)
    }

    /// The number of parameters is that of PyTorch's 32-32-64-64 with 256 hidden units and 10 latents on 64×64 images.
    /// 4×4 convolutions from c to d channels have 16 c d + d; the lowest level is 4 · 4 · 64 = 1024:
    /// encoder: 544 + 16,416 + 32,832 + 65,600, then 1024 · 256 + 256 and 2 (256 · 10 + 10);
    /// decoder: 10 · 256 + 256 and 256 · 1024 + 1024, then 65,600 + 32,800 + 16,416 + 513.
    @Test func convHasThePeersParameterCount() throws {
        let network = try VariationalAutoencoder(
            configuration(.conv(channels: [32, 32, 64, 64], hidden: 256), side: 64, latents: 10))
        let encoder = 544 + 16_416 + 32_832 + 65_600 + 262_400 + 5_140
        let decoder = 2_816 + 263_168 + 65_600 + 32_800 + 16_416 + 513
        #expect(network.layout.parameterCount == encoder + decoder)
    }

    /// Odd sides are halved upwards and restored exactly. A logistic or gaussian decoder gives two outputs per pixel.
    @Test(arguments: [(1, 1), (1, 9), (7, 5), (13, 10), (64, 48)])
    func decodersRestoreEverySize(width: Int, height: Int) throws {
        var configuration = configuration(.conv(channels: [2, 3], hidden: 4), side: 8, latents: 3)
        configuration.imageSize = ImageSize(width: width, height: height)
        guard max(width, height) > 1 else {
            #expect(throws: ConfigurationError.self) { try VariationalAutoencoder(configuration) }
            return
        }
        for (kind, outputs) in [(LikelihoodKind.bernoulli, 1), (.logistic, 2), (.gaussian, 2)] {
            configuration.likelihood = kind
            let network = try VariationalAutoencoder(configuration)
            #expect(network.flat.encoder.stack.inputCount == width * height)
            #expect(network.flat.encoder.stack.outputCount == 6)
            #expect(network.flat.decoder.stack.inputCount == 3)
            #expect(network.flat.decoder.stack.outputCount == width * height * outputs)
        }
    }

    @Test(arguments: Tiny.all) func namesAreUniqueAndInTheFilesOrder(configuration: ModelConfiguration) throws {
        let names = try VariationalAutoencoder(configuration).layout.slots.map(\.name)
        #expect(Set(names).count == names.count)
        if case .ladder = configuration.architecture { return }
        #expect(names.first!.hasPrefix("encoder."))
        let decoder = configuration.likelihood.sharesScale ? "decoder.scale" : "decoder.output.bias"
        #expect(names.last == (configuration.pseudoInputs == nil ? decoder : "prior.pseudo_inputs"))
    }

    /// Images of odd and even sizes keep their size, with one level and with more.
    @Test(arguments: [(1, 1, 1), (1, 9, 2), (21, 13, 3), (13, 10, 4)])
    func residualNetworksRestoreEverySize(width: Int, height: Int, levels: Int) throws {
        for isMap in [false, true] {
            var configuration = configuration(
                .residual(channels: Array(repeating: 3, count: levels), blocks: Array(repeating: 2, count: levels)),
                side: 8, latents: 5)
            configuration.imageSize = ImageSize(width: width, height: height)
            let lowest = Pyramid(imageSize: configuration.imageSize, levels: levels).sizes[levels]
            if isMap {
                configuration.latentMap = LatentMap(height: lowest.height, width: lowest.width, channels: 2)
                configuration.latentCount = 2 * lowest.pixelCount
            }
            for (kind, outputs) in [(LikelihoodKind.bernoulli, 1), (.logistic, 2), (.gaussian, 2)] {
                configuration.likelihood = kind
                let network = try VariationalAutoencoder(configuration)
                #expect(network.flat.encoder.stack.inputCount == width * height)
                #expect(network.flat.encoder.stack.outputCount == 2 * configuration.latentCount)
                #expect(network.flat.decoder.stack.inputCount == configuration.latentCount)
                #expect(network.flat.decoder.stack.outputCount == width * height * outputs)
            }
        }
    }
}
