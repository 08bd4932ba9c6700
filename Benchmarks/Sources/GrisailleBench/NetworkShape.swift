import Grisaille

/// A network and the images that are handed to it at a time.
struct NetworkShape: Equatable {
    /// Pixels a side of the square images.
    var side: Int
    /// Of the convolutions; without any the network is a dense one.
    var channels: [Int]
    /// Residual blocks after each; none make a plain convolutional network.
    var blocks: [Int] = []
    /// Whether the first of the channels is the width of a ladder.
    var isLadder = false
    var hidden: Int
    /// Of a residual network it follows from the image: a map of eight channels.
    var latent: Int
    /// Images a training step, and a call of the encoder or the decoder.
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
