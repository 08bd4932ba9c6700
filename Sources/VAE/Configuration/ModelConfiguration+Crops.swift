import GreyImages

/// Networks for crops of a model's images.
extension ModelConfiguration {
    /// The factor by which a convolutional network with a latent map reduces the sides of its images; nil for a network
    /// whose parameters depend on the image's size.
    ///
    /// Such a network has the parameters of the network for any other image size, so that it can be trained on crops.
    package var reduction: Int? {
        guard case .residual(let channels, _, _) = architecture, latentMap != nil, pseudoInputs == nil,
            likelihood != .autoregressive
        else { return nil }
        return 1 << channels.count
    }

    /// The configuration of the network for crops of a size, which has the model's parameters.
    ///
    /// - Precondition: There is a `reduction`.
    package func cropped(to size: ImageSize) -> ModelConfiguration {
        guard case .residual(let channels, _, _) = architecture, let latentMap, reduction != nil else {
            preconditionFailure("a convolutional network")
        }
        var configuration = self
        configuration.imageSize = size
        let lowest = Pyramid(imageSize: size, levels: channels.count).sizes[channels.count]
        let map = LatentMap(height: lowest.height, width: lowest.width, channels: latentMap.channels)
        (configuration.latentMap, configuration.latentCount) = (map, map.count)
        return configuration
    }
}
