import GreyImages
import Kernels
import Layers
import Testing

@testable import VAE

/// Uniform random numbers on -1...1.
func uniformFloats(_ count: Int, seed: UInt64) -> [Float] {
    let buffer = Buffer(count: count)
    RandomStream(seed: seed, purpose: .tests).fillUniform(buffer)
    return buffer.values.map { 2 * $0 - 1 }
}

/// Small models with odd sizes.
enum Tiny {
    static let mlp = ModelConfiguration(
        architecture: .mlp(hidden: [6, 5]), imageSize: ImageSize(width: 5, height: 3), bitDepth: .eight,
        latentCount: 3, likelihood: .bernoulli)
    static let conv = ModelConfiguration(
        architecture: .conv(channels: [3, 4], hidden: 6), imageSize: ImageSize(width: 7, height: 5),
        bitDepth: .eight, latentCount: 2, likelihood: .logistic)
    static let deep = ModelConfiguration(
        architecture: .conv(channels: [2, 3], hidden: 5), imageSize: ImageSize(width: 6, height: 9),
        bitDepth: .sixteen, latentCount: 3, likelihood: .logistic, classNames: ["a", "ß \"quoted\" 漢"])
    static let binary = ModelConfiguration(
        architecture: .conv(channels: [2], hidden: 4), imageSize: ImageSize(width: 3, height: 3), bitDepth: .eight,
        latentCount: 2, likelihood: .bernoulli, binarization: .dynamic)
    /// A network with two levels of blocks, an odd image size and a latent vector.
    static let residual = ModelConfiguration(
        architecture: .residual(channels: [3, 4], blocks: [1, 2]), imageSize: ImageSize(width: 9, height: 6),
        bitDepth: .eight, latentCount: 5, likelihood: .logistic)
    /// A network with a latent map of 4 rows and 6 columns, and a scale that all pixels share.
    static let map = ModelConfiguration(
        architecture: .residual(channels: [3, 5], blocks: [0, 2]), imageSize: ImageSize(width: 21, height: 13),
        bitDepth: .sixteen, latentCount: 72, latentMap: LatentMap(height: 4, width: 6, channels: 3),
        likelihood: .gaussian, classNames: ["a", "b"])
    static let tanh = ModelConfiguration(
        architecture: .mlp(hidden: [5], activation: .tanh), imageSize: ImageSize(width: 3, height: 4),
        bitDepth: .eight, latentCount: 2, likelihood: .gaussian)
    static let gated = ModelConfiguration(
        architecture: .mlp(hidden: [5, 4], activation: .gated), imageSize: ImageSize(width: 3, height: 4),
        bitDepth: .eight, latentCount: 2, likelihood: .bernoulli)
    /// A ladder of four levels on an odd image size. The top level has one position.
    static let ladder = ladder(ImageSize(width: 17, height: 19))
    /// Models with a prior of pseudo-inputs: more of them than chunks that they are encoded in, or fewer.
    static let vamp = ModelConfiguration(
        architecture: .mlp(hidden: [6], activation: .silu), imageSize: ImageSize(width: 4, height: 3),
        bitDepth: .eight, latentCount: 3, likelihood: .bernoulli, pseudoInputs: 11)
    static let vampConv = ModelConfiguration(
        architecture: .conv(channels: [3], hidden: 5), imageSize: ImageSize(width: 5, height: 4), bitDepth: .eight,
        latentCount: 2, likelihood: .gaussian, pseudoInputs: 3)
    /// A ladder with a different width on each level, and no groups on the finest level and one in between.
    static let unevenLadder = ladder(ImageSize(width: 17, height: 19)) { levels in
        for index in levels.indices { levels[index].width = 4 + 2 * index }
        for index in [0, 2] { levels[index].groups = 0 }
        levels[1].blocks = 0
    }
    /// The residual network of older files, whose decoder has transposed convolutions.
    static let transposed = ModelConfiguration(
        architecture: .residual(channels: [3, 5], blocks: [0, 2], upsampling: .transposed),
        imageSize: ImageSize(width: 21, height: 13), bitDepth: .sixteen, latentCount: 72,
        latentMap: LatentMap(height: 4, width: 6, channels: 3), likelihood: .gaussian)
    static let all = [
        mlp, conv, deep, binary, residual, map, transposed, tanh, gated, ladder, unevenLadder, vamp, vampConv,
    ]

    static func ladder(
        _ size: ImageSize, _ change: (inout [LadderShape.Level]) -> Void = { _ in }
    ) -> ModelConfiguration {
        var shape = LadderShape(for: size, width: 6)
        for index in shape.levels.indices { shape.levels[index].channels = index % 2 + 1 }
        change(&shape.levels)
        return ModelConfiguration(
            architecture: .ladder(shape), imageSize: size, bitDepth: .eight,
            latentCount: shape.latentCount(for: size), likelihood: .mixture, mixtureComponents: 2)
    }

    static let facts: TrainingFacts = {
        var facts = TrainingFacts()
        (facts.images, facts.validationImages) = (12, 3)
        (facts.epochs, facts.bestEpoch, facts.steps) = (4, 2, 40)
        (facts.seed, facts.batch, facts.learningRate) = (.max, 8, 0.001)
        facts.validationNegativeELBO = 123.456
        facts.programVersion = "0.1.0"
        return facts
    }()

    /// A model with initial weights.
    static func model(_ configuration: ModelConfiguration, seed: UInt64 = 1) throws -> Model {
        let network = try VariationalAutoencoder(configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: seed)
        return Model(network: network, parameters: parameters, facts: facts)
    }

    /// Random images of a configuration's size and depth.
    static func images(_ count: Int, for configuration: ModelConfiguration, seed: UInt64 = 1) -> ImageDataset {
        let maximum = Float(configuration.bitDepth.maximumLevel)
        return ImageDataset(
            images: (0..<count).map { index in
                let values = uniformFloats(configuration.imageSize.pixelCount, seed: seed &* 1000 &+ UInt64(index))
                return GreyImage(
                    size: configuration.imageSize, bitDepth: configuration.bitDepth,
                    samples: values.map { UInt16((($0 + 1) / 2 * maximum).rounded()) })
            })
    }
}

extension ModelConfiguration: CustomTestStringConvertible {
    public var testDescription: String {
        "\(architecture.name) \(imageSize) \(bitDepth.rawValue) bits \(likelihood.rawValue)"
    }
}
