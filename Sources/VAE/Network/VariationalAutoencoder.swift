import GreyImages
import Kernels
import Layers

/// A variational autoencoder's structure: encoder, reparameterization, decoder and likelihood, and the layout
/// of their parameters, but no parameters.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114; Rezende et al., 2014, arXiv:1401.4082.
public struct VariationalAutoencoder: Sendable {
    public let configuration: ModelConfiguration
    public let layout: ParameterLayout
    public let encoder: Encoder
    public let reparameterization: Reparameterization
    public let decoder: Decoder
    public let likelihood: any Likelihood

    /// - Throws: `ConfigurationError` for a shape that can't be built.
    public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
        try configuration.validate()
        var layout = ParameterLayout()
        let likelihood = configuration.likelihood.likelihood(maximumLevel: configuration.bitDepth.maximumLevel)
        encoder = Encoder(configuration, in: &layout)
        reparameterization = Reparameterization(latentCount: configuration.latentCount)
        decoder = Decoder(configuration, likelihood: likelihood, in: &layout)
        self.likelihood = likelihood
        self.layout = layout
        self.configuration = configuration
    }

    /// Pixels an image.
    public var pixelCount: Int { configuration.imageSize.pixelCount }

    /// Images of a lane, a power of two.
    public var imagesPerLane: Int {
        LaneSize(
            operations: encoder.stack.forwardOperations + decoder.stack.forwardOperations, laneSlots: laneSlots,
            parameters: layout.parameterCount
        ).images
    }
}
