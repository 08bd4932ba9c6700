/// A parameter of a model's or a prior's shape, by which an error says what is wrong.
public enum ModelParameter: Sendable, Hashable, CaseIterable {
    case imageWidth
    case imageHeight
    case architecture
    case hiddenLayerCount
    case hiddenUnits
    case activation
    case convolutionCount
    case channels
    case blocks
    case groups
    /// The groups of a ladder's coarsest level, of which there is at least one.
    case coarsestGroups
    case groupChannels
    case latentCount
    case latentMapChannels
    case likelihood
    case componentCount
    case binarization
    case pseudoInputCount
    case flowBlocks
    case flowWidth
    case flowPatch
    case classCount
    case conditionCount
    case priorComponentCount

    /// The parameter in words, as the subject of a sentence.
    public var name: String {
        switch self {
        case .imageWidth: "the image width"
        case .imageHeight: "the image height"
        case .architecture: "the architecture"
        case .hiddenLayerCount: "the number of hidden layers"
        case .hiddenUnits: "the number of hidden units"
        case .activation: "the activation"
        case .convolutionCount: "the number of convolutions"
        case .channels: "the number of channels"
        case .blocks: "the number of blocks"
        case .groups: "the number of groups"
        case .coarsestGroups: "the number of groups on the coarsest level"
        case .groupChannels: "the number of channels in a group"
        case .latentCount: "the number of latents"
        case .latentMapChannels: "the number of channels in the latent map"
        case .likelihood: "the likelihood"
        case .componentCount: "the number of components"
        case .binarization: "the binarization"
        case .pseudoInputCount: "the number of pseudo-inputs"
        case .flowBlocks: "the number of blocks in the flow"
        case .flowWidth: "the width of the flow"
        case .flowPatch: "the patch of the flow"
        case .classCount: "the number of classes"
        case .conditionCount: "the number of conditions"
        case .priorComponentCount: "the number of components in the prior"
        }
    }
}
