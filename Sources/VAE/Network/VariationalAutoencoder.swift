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

    /// Images of a lane, a power of two: enough for its arithmetic to outweigh what its own arena of gradients and the
    /// dense layers' weights, which pass through memory once a lane, cost in time.
    public var imagesPerLane: Int {
        let operations = encoder.stack.forwardOperations + decoder.stack.forwardOperations
        let ownGradients = laneSlots.reduce(0) { $0 + $1.count }
        let needed = max(
            Self.operationsAGradient * ownGradients,
            Self.operationsADenseWeight * (layout.parameterCount - ownGradients))
        var images = 1
        while images < Self.mostImages, images * operations < needed { images *= 2 }
        return images
    }

    /// Forward operations of a lane for every element of its gradients: a few hundredths of the time are then spent
    /// on clearing and adding them.
    private static let operationsAGradient = 1000
    private static let operationsADenseWeight = 400
    private static let mostImages = 32
}
