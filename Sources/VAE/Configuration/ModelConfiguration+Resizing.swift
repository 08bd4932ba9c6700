import GreyImages

/// Networks for images of any size with the same parameters.
extension ModelConfiguration {
    /// The factor by which a convolutional network with a latent map reduces the sides of its images; nil for a network
    /// whose parameters depend on the image's size.
    ///
    /// Such a network has the parameters of the network for any other image size. So it can be trained on crops, and
    /// adapted to images of another size.
    package var reduction: Int? {
        guard case .residual(let channels, _, _) = architecture, latentMap != nil, pseudoInputs == nil,
            likelihood != .autoregressive
        else { return nil }
        return 1 << channels.count
    }

    /// The configuration of the network for images of another size, which has the model's parameters unless it has other
    /// latent channels.
    ///
    /// - Precondition: There is a `reduction`.
    package func resized(to size: ImageSize, latentChannels: Int? = nil) -> ModelConfiguration {
        guard case .residual(let channels, _, _) = architecture, let latentMap, reduction != nil else {
            preconditionFailure("a convolutional network")
        }
        var configuration = self
        configuration.imageSize = size
        let lowest = Pyramid(imageSize: size, levels: channels.count).sizes[channels.count]
        let map = LatentMap(height: lowest.height, width: lowest.width, channels: latentChannels ?? latentMap.channels)
        (configuration.latentMap, configuration.latentCount) = (map, map.count)
        return configuration
    }
}
