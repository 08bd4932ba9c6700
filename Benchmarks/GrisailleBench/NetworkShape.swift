import Grisaille

/// The shape of a network, and the number of images per call.
struct NetworkShape: Equatable {
    /// The side of the square images in pixels.
    var side: Int
    /// The channels of the convolutions; empty for a dense network.
    var channels: [Int]
    /// The residual blocks after each convolution; empty for a plain convolutional network.
    var blocks: [Int] = []
    /// Whether the first of the channels is the width of a ladder.
    var isLadder = false
    var hidden: Int
    /// The dimensions of the latent. A residual network ignores it: its latent is a map of eight channels.
    var latent: Int
    /// The images per training step, and per call of the encoder or decoder.
    var batch: Int

    var configuration: ModelConfiguration {
        if isLadder {
            let size = ImageSize(width: side, height: side)
            let ladder = LadderShape(for: size, width: channels.first ?? 40)
            return ModelConfiguration(
                architecture: .ladder(ladder), imageSize: size, bitDepth: .eight,
                latentCount: ladder.latentCount(for: size), likelihood: .mixture, mixtureComponents: 3)
        }
        if !blocks.isEmpty {
            let size = ImageSize(width: side, height: side)
            let map = Preset.standard.latentMap(for: size, levels: channels.count)
            return ModelConfiguration(
                architecture: .residual(channels: channels, blocks: blocks), imageSize: size, bitDepth: .eight,
                latentCount: map.count, latentMap: map, likelihood: .gaussian)
        }
        return plainConfiguration
    }

    private var plainConfiguration: ModelConfiguration {
        ModelConfiguration(
            architecture: channels.isEmpty ? .mlp(hidden: [hidden]) : .conv(channels: channels, hidden: hidden),
            imageSize: ImageSize(width: side, height: side), bitDepth: .eight, latentCount: latent,
            likelihood: .bernoulli)
    }
}
