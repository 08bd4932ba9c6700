import Grisaille

/// A network and the images that are handed to it at a time.
struct NetworkShape: Equatable {
    /// Pixels a side of the square images.
    var side: Int
    /// Of the convolutions; without any the network is a dense one.
    var channels: [Int]
    var hidden: Int
    var latent: Int
    /// Images a training step, and a call of the encoder or the decoder.
    var batch: Int

    var configuration: ModelConfiguration {
        ModelConfiguration(
            architecture: channels.isEmpty ? .mlp(hidden: [hidden]) : .conv(channels: channels, hidden: hidden),
            imageSize: ImageSize(width: side, height: side), bitDepth: .eight, latentCount: latent,
            likelihood: .bernoulli)
    }
}
