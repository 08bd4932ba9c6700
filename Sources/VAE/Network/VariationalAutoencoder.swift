import GreyImages
import Kernels
import Layers

/// The structure of a variational autoencoder: its networks, its likelihood and the layout of their parameters, without
/// the parameters themselves.
package struct VariationalAutoencoder: Sendable {
    package let configuration: ModelConfiguration
    package let layout: ParameterLayout
    let structure: any NetworkStructure
    package let likelihood: any Likelihood
    package let stacks: StackSet
    /// Floats per image of the outputs that the likelihood reads.
    package let outputCount: Int

    /// - Parameter tiles: The tiles in which forward passes take large images; nil to take them whole, as backward passes
    ///   need it.
    /// - Throws: `ConfigurationError` for a shape that can't be built.
    package init(_ configuration: ModelConfiguration, tiles: TilePlan? = nil) throws(ConfigurationError) {
        try configuration.validate()
        var layout = ParameterLayout()
        likelihood = configuration.likelihood.likelihood(
            configuration.levelScale, components: configuration.mixtureComponents,
            width: configuration.imageSize.width)
        if case .ladder(let shape) = configuration.architecture {
            structure = LadderNetwork(shape, configuration, likelihood: likelihood, in: &layout)
        } else {
            structure = FlatNetwork(configuration, likelihood: likelihood, tiles: tiles, in: &layout)
        }
        stacks = structure.stacks
        outputCount = configuration.imageSize.pixelCount * likelihood.outputsPerPixel
        self.layout = layout
        self.configuration = configuration
    }

    /// The network whose forward passes take images tile by tile, with the same parameters.
    ///
    /// - Parameter tiles: A plan for the network's configuration; nil for the network itself.
    func inTiles(_ tiles: TilePlan?) -> VariationalAutoencoder {
        guard let tiles else { return self }
        guard let network = try? VariationalAutoencoder(configuration, tiles: tiles) else {
            preconditionFailure("the configuration was built before")
        }
        precondition(network.layout == layout, "the parameters don't depend on the image's size")
        return network
    }

    /// The encoder and decoder of a network with one group of latents.
    ///
    /// - Precondition: The architecture is not a ladder.
    package var flat: FlatNetwork {
        guard let flat = structure as? FlatNetwork else { preconditionFailure("a ladder has no encoder of its own") }
        return flat
    }

    /// The flat network and its pseudo-inputs, where it learns any.
    var vamp: (network: FlatNetwork, pseudoInputs: PseudoInputs)? {
        guard let flat = structure as? FlatNetwork, let pseudoInputs = flat.pseudoInputs else { return nil }
        return (flat, pseudoInputs)
    }

    /// Whether the architecture is a ladder.
    package var hasLadder: Bool { ladder != nil }

    /// The ladder network, where the architecture is a ladder.
    var ladder: LadderNetwork? { structure as? LadderNetwork }

    /// Pixels per image.
    package var pixelCount: Int { configuration.imageSize.pixelCount }

    /// The slots to whose gradients every lane adds, in an arena of its own.
    package var laneSlots: [Slot] { stacks.laneSlots }

    /// The number of images of a lane, a power of two.
    package var imagesPerLane: Int {
        LaneSize(
            operations: stacks.forwardOperations, laneSlots: laneSlots, parameters: layout.parameterCount
        ).images
    }

    /// Floating-point operations from one image to its posterior.
    package var encodingOperations: Int { structure.encodingOperations }
    /// Floating-point operations from one latent to the outputs that the likelihood reads.
    package var decodingOperations: Int { structure.decodingOperations }
    /// Floating-point operations of a forward and a backward pass over one image.
    package var trainingOperations: Int { stacks.trainingOperations }

    /// Floats per image of the memory that a pass needs beside the layers' own.
    package func bufferCount(backward: Bool) -> Int { structure.bufferCounts(backward: backward).reduce(0, +) }
}
