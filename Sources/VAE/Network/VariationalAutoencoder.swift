import GreyImages
import Kernels
import Layers

/// A variational autoencoder's structure: its networks, its likelihood and the layout of their parameters, but no
/// parameters.
public struct VariationalAutoencoder: Sendable {
    public let configuration: ModelConfiguration
    public let layout: ParameterLayout
    let structure: any NetworkStructure
    public let likelihood: any Likelihood
    public let stacks: StackSet
    /// Floats an image of what the likelihood needs.
    public let outputCount: Int

    /// - Throws: `ConfigurationError` for a shape that can't be built.
    public init(_ configuration: ModelConfiguration) throws(ConfigurationError) {
        try configuration.validate()
        var layout = ParameterLayout()
        likelihood = configuration.likelihood.likelihood(
            configuration.levelScale, components: configuration.mixtureComponents,
            width: configuration.imageSize.width)
        if case .ladder(let shape) = configuration.architecture {
            structure = LadderNetwork(shape, configuration, likelihood: likelihood, in: &layout)
        } else {
            structure = FlatNetwork(configuration, likelihood: likelihood, in: &layout)
        }
        stacks = structure.stacks
        outputCount = configuration.imageSize.pixelCount * likelihood.outputsPerPixel
        self.layout = layout
        self.configuration = configuration
    }

    /// Encoder and decoder of a model with one group of latents.
    ///
    /// - Precondition: the architecture is no ladder.
    public var flat: FlatNetwork {
        guard let flat = structure as? FlatNetwork else { preconditionFailure("a ladder has no encoder of its own") }
        return flat
    }

    /// A flat network that learns pseudo-inputs, where it does.
    var vamp: (network: FlatNetwork, pseudoInputs: PseudoInputs)? {
        guard let flat = structure as? FlatNetwork, let pseudoInputs = flat.pseudoInputs else { return nil }
        return (flat, pseudoInputs)
    }

    /// Whether the architecture is a ladder.
    public var hasLadder: Bool { ladder != nil }

    /// The ladder, where the architecture is one.
    var ladder: LadderNetwork? { structure as? LadderNetwork }

    /// Pixels an image.
    public var pixelCount: Int { configuration.imageSize.pixelCount }

    /// The slots whose gradients every lane adds up in an arena of its own.
    public var laneSlots: [Slot] { stacks.laneSlots }

    /// Images of a lane, a power of two.
    public var imagesPerLane: Int {
        LaneSize(
            operations: stacks.forwardOperations, laneSlots: laneSlots, parameters: layout.parameterCount
        ).images
    }

    /// Floating-point operations of a pass from one image to its posterior.
    public var encodingOperations: Int { structure.encodingOperations }
    /// Floating-point operations of a pass from one latent to what the likelihood needs.
    public var decodingOperations: Int { structure.decodingOperations }
    /// Floating-point operations an image of a pass forward and back. Going back costs twice as much as going forward,
    /// less the gradient of the images themselves, for which nobody asks.
    public var trainingOperations: Int {
        zip(stacks.stacks, stacks.needInputGradient).reduce(3 * stacks.forwardOperations) { sum, stack in
            stack.1 ? sum : sum - stack.0.layers[0].forwardOperations
        }
    }

    /// The floats an image of the memory that a pass wants beside the layers' own.
    public func bufferCount(backward: Bool) -> Int { structure.bufferCounts(backward: backward).reduce(0, +) }
}
