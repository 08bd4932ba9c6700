import Grisaille

/// The options that set the library's parameters.
extension ModelParameter {
    /// Nil for a parameter that no option sets.
    var option: String? {
        switch self {
        case .imageWidth, .imageHeight: "--size"
        case .architecture: "--architecture"
        case .hiddenLayerCount, .hiddenUnits: "--hidden"
        case .activation: "--activation"
        case .convolutionCount, .channels: "--channels"
        case .blocks: "--blocks"
        case .groups, .coarsestGroups: "--groups"
        case .groupChannels: "--group-channels"
        case .latentCount, .latentMapChannels: "--latent"
        case .likelihood: "--likelihood"
        case .componentCount: "--components"
        case .binarization: "--binarize"
        case .pseudoInputCount: "--pseudo-inputs"
        case .flowBlocks: "--flow-blocks"
        case .flowWidth: "--flow-width"
        case .flowPatch: "--flow-patch"
        case .priorComponentCount: "--prior-components"
        case .conditionCount: "--condition"
        case .classCount: nil
        }
    }

    /// The subject of a message about the parameter.
    var subject: String {
        switch self {
        case .coarsestGroups, .latentMapChannels, .conditionCount: "\(name) (\(option ?? ""))"
        default: option ?? name
        }
    }
}

extension TrainingParameter {
    /// Nil for a parameter that no option sets.
    var option: String? {
        switch self {
        case .model(let parameter): parameter.option
        case .preset: "--preset"
        case .epochs: "--epochs"
        case .minutes: "--minutes"
        case .batch: "--batch"
        case .crop: "--crop"
        case .augmentation: "--augment"
        case .learningRate: "--learning-rate"
        case .weightDecay: "--weight-decay"
        case .beta: "--beta"
        case .importanceSamples: "--importance-samples"
        case .importanceStart: "--importance-start"
        case .freeNats: "--free-nats"
        case .warmup: "--warmup"
        case .validationShare: "--validation"
        case .patience: "--patience"
        case .notes: "--notes"
        case .seed: "--seed"
        case .prior: "--prior"
        case .conditional: "--conditional"
        case .conditions: "--condition"
        case .adversarialWeight: "--adversarial"
        case .clipping, .averaging, .adversarialBatch, .adversarialShare, .flowBatch, .flowShare: nil
        }
    }

    /// The subject of a message about the parameter.
    var subject: String { option ?? name }
}
