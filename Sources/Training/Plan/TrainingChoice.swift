import VAE

/// One value that is chosen for a training plan instead of its default.
public enum TrainingChoice: Sendable, Hashable {
    case preset(Preset)
    case architecture(Architecture.Kind)
    /// Units of the dense layers.
    case hidden([Int])
    case activation(HiddenActivation)
    /// Channels of each level, the finest first; for a ladder also one number for all levels.
    case channels([Int])
    /// Residual blocks of each level, the finest first.
    case blocks([Int])
    /// Groups of latents on each level of a ladder, the finest first.
    case groups([Int])
    /// Latents per group and position on each level of a ladder, the finest first.
    case groupChannels([Int])
    case latent(LatentShape)
    case likelihood(LikelihoodKind)
    /// Components of a mixture or autoregressive likelihood.
    case components(Int)
    case binarization(Binarization)
    case prior(TrainedPrior)
    case pseudoInputs(Int)
    /// A flow prior that is told the images' classes.
    case conditional
    case flowWidth(Int)
    case flowBlocks(Int)
    /// The weight of the decoder's training beside a discriminator; 0 leaves that stage out.
    case adversarialWeight(Double)
    case length(TrainingLength)
    case batch(Int)
    case learningRate(Double)
    case weightDecay(Double)
    case beta(Double)
    case importanceSamples(Int)
    case importanceStart(Double)
    case freeNats(Double)
    case warmup(Double)
    case validationShare(Double)
    case patience(Int)
    case notes(String)
    case seed(UInt64)

    /// The parameter that the choice sets.
    public var parameter: TrainingParameter {
        switch self {
        case .preset: .preset
        case .architecture: .model(.architecture)
        case .hidden: .model(.hiddenUnits)
        case .activation: .model(.activation)
        case .channels: .model(.channels)
        case .blocks: .model(.blocks)
        case .groups: .model(.groups)
        case .groupChannels: .model(.groupChannels)
        case .latent: .model(.latentCount)
        case .likelihood: .model(.likelihood)
        case .components: .model(.componentCount)
        case .binarization: .model(.binarization)
        case .prior: .prior
        case .pseudoInputs: .model(.pseudoInputCount)
        case .conditional: .conditional
        case .flowWidth: .model(.flowWidth)
        case .flowBlocks: .model(.flowBlocks)
        case .adversarialWeight: .adversarialWeight
        case .length(.epochs): .epochs
        case .length(.minutes): .minutes
        case .batch: .batch
        case .learningRate: .learningRate
        case .weightDecay: .weightDecay
        case .beta: .beta
        case .importanceSamples: .importanceSamples
        case .importanceStart: .importanceStart
        case .freeNats: .freeNats
        case .warmup: .warmup
        case .validationShare: .validationShare
        case .patience: .patience
        case .notes: .notes
        case .seed: .seed
        }
    }

    /// Whether other choices depend on this one, so that it is made before them.
    var isMadeFirst: Bool {
        switch self {
        case .architecture, .likelihood, .prior: true
        default: false
        }
    }
}
