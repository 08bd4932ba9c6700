import GreyImages
import VAE

/// A value that is chosen for a training plan in place of a default.
public enum TrainingChoice: Sendable, Hashable {
    case preset(Preset)
    case architecture(Architecture.Kind)
    /// The number of units of each dense layer.
    case hidden([Int])
    case activation(HiddenActivation)
    /// The number of channels of each level, finest first. For a ladder, one number may stand for all levels.
    case channels([Int])
    /// The number of residual blocks of each level, finest first.
    case blocks([Int])
    /// The number of groups of latents on each level of a ladder, finest first.
    case groups([Int])
    /// The number of latents per group and position on each level of a ladder, finest first.
    case groupChannels([Int])
    case latent(LatentShape)
    case likelihood(LikelihoodKind)
    /// The number of components of a mixture or autoregressive likelihood.
    case components(Int)
    case binarization(Binarization)
    case prior(TrainedPrior)
    case pseudoInputs(Int)
    /// Conditioning of the flow prior on the images' classes.
    case conditional
    /// Conditioning of the flow prior on attributes of the images, by their names.
    case conditions([String])
    case flowWidth(Int)
    case flowBlocks(Int)
    /// The side of the squares of latent positions that the flow takes as one.
    case flowPatch(Int)
    /// The weight of the adversarial loss in the decoder's training; 0 leaves that stage out.
    case adversarialWeight(Double)
    case length(TrainingLength)
    case batch(Int)
    /// The maximum side of the crops that are trained on, in pixels; nil for whole images.
    case crop(Int?)
    case augmentation([AugmentationKind])
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
        case .conditions: .conditions
        case .flowWidth: .model(.flowWidth)
        case .flowBlocks: .model(.flowBlocks)
        case .flowPatch: .model(.flowPatch)
        case .adversarialWeight: .adversarialWeight
        case .length(.epochs): .epochs
        case .length(.minutes): .minutes
        case .batch: .batch
        case .crop: .crop
        case .augmentation: .augmentation
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

    /// Whether the choice is made before the others, because they depend on it.
    var isMadeFirst: Bool {
        switch self {
        case .architecture, .likelihood, .prior: true
        default: false
        }
    }
}

extension [TrainingChoice] {
    /// Whether one of the choices sets a parameter, which then has no default.
    func sets(_ parameter: TrainingParameter) -> Bool { contains { $0.parameter == parameter } }
}
