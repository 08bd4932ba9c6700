import VAE

extension VariationalAutoencoder {
    /// The network for crops, whose parameters are laid out as this network's; the network itself without crops.
    ///
    /// - Throws: `ConfigurationError`.
    func forCrops(_ crops: CropPlan?) throws(ConfigurationError) -> VariationalAutoencoder {
        guard let crops else { return self }
        let network = try VariationalAutoencoder(configuration.resized(to: crops.size))
        precondition(network.layout == layout, "the parameters don't depend on the image's size")
        return network
    }
}
