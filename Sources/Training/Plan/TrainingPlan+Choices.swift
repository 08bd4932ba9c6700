import GreyImages
import VAE

extension TrainingPlan {
    private static let defaultPseudoInputs = 500

    /// Makes a choice in the plan.
    ///
    /// - Parameter conditioning: What a prior is conditioned on, unless the plan already says so.
    /// - Throws: `TrainingError` if the choice doesn't fit the plan.
    mutating func make(_ choice: TrainingChoice, on conditioning: Conditioning) throws(TrainingError) {
        switch choice {
        case .preset(let preset): settings.preset = preset
        case .architecture(let kind): setArchitecture(kind)
        case .hidden(let units): try setHidden(units)
        case .activation(let activation): try setActivation(activation)
        case .channels(let channels): try setChannels(channels)
        case .blocks(let blocks): try setBlocks(blocks)
        case .groups(let groups): try setLadder(.groups, \.groups, groups)
        case .groupChannels(let channels): try setLadder(.groupChannels, \.channels, channels)
        case .latent(let latent): try setLatent(latent)
        case .likelihood(let likelihood): setLikelihood(likelihood)
        case .components(let count): configuration.mixtureComponents = count
        case .binarization(let binarization): configuration.binarization = binarization
        case .prior(let prior): setPrior(prior)
        case .pseudoInputs(let count):
            guard configuration.pseudoInputs != nil else { throw .belongsToPrior(choice.parameter, .vamp) }
            configuration.pseudoInputs = count
        case .conditional:
            try requireFlow(choice.parameter)
            guard settings.flow?.network.classNames.isEmpty ?? true else { return }
            guard !conditioning.classNames.isEmpty else { throw .classesMissing }
            settings.flow?.network.classNames = conditioning.classNames
        case .conditions(let names):
            try requireFlow(choice.parameter)
            try setConditions(names, conditioning.attributes)
        case .flowWidth(let width):
            try requireFlow(choice.parameter)
            settings.flow?.network.width = width
        case .flowBlocks(let blocks):
            try requireFlow(choice.parameter)
            settings.flow?.network.blocks = blocks
        case .flowPatch(let patch):
            try requireFlow(choice.parameter)
            settings.flow?.network.patch = patch == 1 ? nil : patch
        case .adversarialWeight(let weight): setAdversarialWeight(weight)
        case .length(let length): settings.length = length
        case .batch(let batch): settings.batch = batch
        case .crop(let side): settings.crop = side
        case .augmentation(let kinds): setAugmentation(kinds)
        case .learningRate(let rate): settings.learningRate = rate
        case .weightDecay(let decay): settings.weightDecay = decay
        case .beta(let beta): settings.beta = beta
        case .importanceSamples(let samples): settings.importanceSamples = samples
        case .importanceStart(let start): settings.importanceStart = start
        case .freeNats(let nats): settings.freeNats = nats
        case .warmup(let share): settings.warmup = share
        case .validationShare(let share): settings.validationShare = share
        case .patience(let epochs): settings.patience = epochs
        case .notes(let notes): settings.notes = notes
        case .seed(let seed): settings.seed = seed
        }
    }

    private var preset: Preset { settings.preset ?? .standard }

    private mutating func setPrior(_ prior: TrainedPrior) {
        switch prior {
        case .standard: (settings.flow, configuration.pseudoInputs) = (nil, nil)
        case .flow: settings.flow = settings.flow ?? preset.flow
        case .vamp:
            settings.flow = nil
            configuration.pseudoInputs = configuration.pseudoInputs ?? Self.defaultPseudoInputs
        }
    }

    private func requireFlow(_ parameter: TrainingParameter) throws(TrainingError) {
        guard settings.flow != nil else { throw .belongsToPrior(parameter, .flow) }
    }

    private mutating func setConditions(
        _ names: [String], _ attributes: [ImageAttribute]
    ) throws(TrainingError) {
        guard names != (settings.flow?.network.conditions ?? []).map(\.name) else { return }
        var conditions: [PriorCondition] = []
        do throws(ConfigurationError) {
            for name in names {
                guard let attribute = attributes.first(where: { $0.name == name }) else {
                    throw .condition(name, .missing)
                }
                conditions.append(try PriorCondition(attribute))
            }
        } catch { throw .configuration(error) }
        settings.flow?.network.conditions = conditions.isEmpty ? nil : conditions
    }

    private mutating func setAdversarialWeight(_ weight: Double) {
        guard weight != 0 else {
            settings.sharpening = nil
            return
        }
        settings.sharpening = settings.sharpening ?? preset.sharpening
        settings.sharpening?.weight = weight
    }
}
