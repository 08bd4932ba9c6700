import GreyImages
import Kernels
import Layers

/// A variational autoencoder's structure: encoder, reparameterization, decoder, likelihood and prior, and the layout
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
    public let prior: any Prior

    /// - Throws: `ConfigurationError` for a shape that can't be built.
    public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
        try configuration.validate()
        var layout = ParameterLayout()
        let likelihood = configuration.likelihood.likelihood(maximumLevel: configuration.bitDepth.maximumLevel)
        encoder = Encoder(configuration, in: &layout)
        reparameterization = Reparameterization(latentCount: configuration.latentCount)
        decoder = Decoder(configuration, outputsPerPixel: likelihood.outputsPerPixel, in: &layout)
        prior = StandardNormalPrior()
        self.likelihood = likelihood
        self.layout = layout
        self.configuration = configuration
    }

    /// Pixels an image.
    public var pixelCount: Int { configuration.imageSize.pixelCount }

    /// Images of a lane: few enough for the activations to stay in a second-level cache, enough for the matrix
    /// products of the dense layers to be worth their parameters' way through memory.
    public var imagesPerLane: Int {
        let activations = encoder.stack.activationCount + decoder.stack.activationCount
        let fitting = min(64, max(8, Self.laneActivations / activations))
        return max(1, min(fitting, Self.mostActivations / activations))
    }

    /// 1 MB of floats, which a second-level cache holds.
    private static let laneActivations = 256 * 1024
    /// 256 MB of floats: lanes of huge images hold fewer of them.
    private static let mostActivations = 64 * 1024 * 1024
}
