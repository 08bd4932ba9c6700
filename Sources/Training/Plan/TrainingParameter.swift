import VAE

/// A parameter of a training plan, as named by errors and by differences between plans.
public enum TrainingParameter: Sendable, Hashable {
    /// A parameter of the model's or the prior's shape.
    case model(ModelParameter)
    case preset
    case epochs
    case minutes
    case batch
    case crop
    case augmentation
    case learningRate
    case weightDecay
    case beta
    case importanceSamples
    case importanceStart
    case freeNats
    case warmup
    case validationShare
    case patience
    case clipping
    case averaging
    case notes
    case seed
    case prior
    case conditional
    case conditions
    case adversarialWeight
    case adversarialBatch
    case adversarialShare
    case flowBatch
    case flowShare

    /// The parameter in words, as the subject of a sentence.
    public var name: String {
        switch self {
        case .model(let parameter): parameter.name
        case .preset: "the preset"
        case .epochs: "the number of epochs"
        case .minutes: "the number of minutes"
        case .batch: "the batch"
        case .crop: "the side of the crops"
        case .augmentation: "the augmentation"
        case .learningRate: "the learning rate"
        case .weightDecay: "the weight decay"
        case .beta: "beta"
        case .importanceSamples: "the number of importance samples"
        case .importanceStart: "the start of importance weighting"
        case .freeNats: "the number of free nats"
        case .warmup: "the warm-up's share of the run"
        case .validationShare: "the share of images held out"
        case .patience: "the patience"
        case .clipping: "the clipping factor"
        case .averaging: "the decay of the averaged weights"
        case .notes: "the notes"
        case .seed: "the seed"
        case .prior: "the prior"
        case .conditional: "conditioning on classes"
        case .conditions: "conditioning on attributes"
        case .adversarialWeight: "the adversarial weight"
        case .adversarialBatch: "the batch of the adversarial stage"
        case .adversarialShare: "the adversarial stage's share of the run"
        case .flowBatch: "the batch of the prior's stage"
        case .flowShare: "the prior's share of the run"
        }
    }
}
