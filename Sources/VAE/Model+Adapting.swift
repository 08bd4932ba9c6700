import GreyImages

extension Model {
    /// The model with its weights, for images of any size, bit depth and range of levels; nil if its parameters depend on
    /// the size. A learned prior is left out, because it belongs to the size.
    ///
    /// - Parameters:
    ///   - images: The images to adapt to, whose classes the model takes over.
    ///   - preparation: The preparation of the images, for the model to record; nil if they are used unchanged.
    /// - Throws: `ConfigurationError` if the images are too small for the network.
    package func adapted(
        to images: ImageDataset, preparation: ImagePreparation?
    ) throws(ConfigurationError) -> Model? {
        guard configuration.reduction != nil else { return nil }
        var adapted = configuration.resized(to: images.size)
        adapted.bitDepth = images.bitDepth
        adapted.classNames = images.classNames
        adapted.preparation = preparation
        let network = try VariationalAutoencoder(adapted.fitted(to: images))
        return Model(network: network, parameters: parameters, file: file)
    }
}
