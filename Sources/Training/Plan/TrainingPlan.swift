import GreyImages
import VAE

/// The configuration of a model and the settings of its training.
///
/// A plan begins with the defaults of an architecture and a preset, and each choice changes it. To find out whether a
/// run was started with the same choices, make them in its plan and compare: see `firstChange(by:)`.
public struct TrainingPlan: Sendable, Hashable {
    public var configuration: ModelConfiguration
    public var settings: TrainingSettings

    public init(configuration: ModelConfiguration, settings: TrainingSettings) {
        self.configuration = configuration
        self.settings = settings
    }

    /// Creates the plan for training a model on a data set.
    ///
    /// - Parameters:
    ///   - images: The images, which determine the model's size, bit depth, levels and classes.
    ///   - choices: The values chosen in place of defaults. If several set one parameter, the last one counts.
    ///   - preparation: The preparation of the images, for the model to record; nil if they are used unchanged.
    /// - Throws: `TrainingError`.
    /// - Complexity: O(pixels of all images).
    public init(
        for images: ImageDataset, choices: [TrainingChoice] = [], preparation: ImagePreparation? = nil
    ) throws(TrainingError) {
        try self.init(
            size: images.size, bitDepth: images.bitDepth, on: Conditioning(images), choices: choices)
        configuration = configuration.fitted(to: images)
        configuration.preparation = preparation
        setDefaultAugmentation(imageCount: images.count, choices)
        try settings.validate()
    }

    /// Creates the plan for a kind of image whose grey levels aren't known yet.
    private init(
        size: ImageSize, bitDepth: BitDepth, on conditioning: Conditioning, choices: [TrainingChoice]
    ) throws(TrainingError) {
        let kind = choices.compactMap(\.architecture).last ?? .residual
        let preset = Preset(in: choices)
        configuration = ModelConfiguration(
            kind, size: size, bitDepth: bitDepth, preset: preset,
            levels: Self.levelCount(choices, size: size, preset: preset))
        configuration.classNames = conditioning.classNames
        settings = TrainingSettings(for: kind, preset: preset)
        for choice in choices where choice.isMadeFirst { try make(choice, on: conditioning) }
        // A discriminator needs grey levels and a few pixels. A weight that is chosen in spite of that is refused
        // later.
        if configuration.likelihood == .bernoulli || !SharpeningSettings.fits(size) { settings.sharpening = nil }
        for choice in choices where !choice.isMadeFirst { try make(choice, on: conditioning) }
        setDefaultPatch(choices)
        setDefaultCrops(choices)
    }

    /// Creates the plan for fitting a flow prior to a finished model.
    ///
    /// - Parameters:
    ///   - model: The model, whose encoder and decoder stay unchanged.
    ///   - images: The images that the model was trained on.
    ///   - choices: The values chosen in place of defaults.
    /// - Throws: `TrainingError`.
    public init(
        fittingPriorOf model: Model, to images: ImageDataset, choices: [TrainingChoice] = []
    ) throws(TrainingError) {
        configuration = model.configuration
        settings = TrainingSettings(fittingPriorOf: model, preset: Preset(in: choices))
        for choice in choices { try make(choice, on: Conditioning(images)) }
        setDefaultPatch(choices)
        setDefaultAugmentation(imageCount: images.count, choices)
        try settings.validate(for: configuration)
    }

    /// Creates the plan for training a model further. The model's structure stays the same.
    ///
    /// The rate has its full weight from the first step, because the latents already carry information. A flow prior is
    /// fitted anew, with the network of the model's flow if it has one.
    ///
    /// - Parameters:
    ///   - model: The model to start from.
    ///   - images: The images, of the model's size and bit depth.
    ///   - choices: The values chosen in place of defaults.
    /// - Throws: `TrainingError`.
    public init(
        from model: Model, for images: ImageDataset, choices: [TrainingChoice] = []
    ) throws(TrainingError) {
        try self.init(from: model, on: Conditioning(images), choices: choices)
        setDefaultAugmentation(imageCount: images.count, choices)
    }

    private init(
        from model: Model, on conditioning: Conditioning, choices: [TrainingChoice]
    ) throws(TrainingError) {
        configuration = model.configuration
        settings = TrainingSettings(for: configuration.architecture.kind, preset: Preset(in: choices))
        settings.warmup = 0
        if configuration.likelihood == .bernoulli || !SharpeningSettings.fits(configuration.imageSize) {
            settings.sharpening = nil
        }
        if configuration.pseudoInputs != nil { settings.flow = nil }
        if settings.flow != nil, case .flow(let network) = model.prior.configuration {
            settings.flow?.network = network
            // Older flows have none.
            settings.flow?.network.longSteps = network.longSteps ?? LongSteps()
            settings.flow?.network.matchesSpectrum = true
            settings.flow?.network.fittedSteps = nil
            if network.classNames != conditioning.classNames { settings.flow?.network.classNames = [] }
            settings.flow?.network.augmentation = nil
            settings.flow?.network.conditions = nil
        } else {
            setDefaultPatch([])
        }
        setDefaultCrops(choices)
        for choice in choices {
            try make(choice, on: conditioning)
            guard configuration == model.configuration else { throw .structureOfModel(choice.parameter) }
        }
        try settings.validate(for: configuration)
    }

    /// The first of the choices that would change the plan; nil if the plan already has them all.
    ///
    /// - Complexity: O(choices).
    package func firstChange(by choices: [TrainingChoice]) -> TrainingChoice? {
        // The attributes of the images aren't needed for conditions that the plan already has.
        let conditioning = Conditioning(classNames: configuration.classNames)
        return choices.first { choice in
            var changed = self
            do throws(TrainingError) {
                try changed.make(choice, on: conditioning)
            } catch { return true }
            return changed != self
        }
    }
}

/// Checks that need no images.
extension TrainingPlan {
    private static let largestSize = ImageSize(width: 8192, height: 8192)

    /// Checks the choices of a plan for training.
    ///
    /// - Parameters:
    ///   - choices: The choices to check.
    ///   - size: The size of the images; nil if it isn't known yet.
    /// - Throws: `TrainingError`.
    package static func check(_ choices: [TrainingChoice], size: ImageSize?) throws(TrainingError) {
        let isLadder = choices.contains(.architecture(.ladder))
        var plan = try TrainingPlan(
            size: size ?? largestSize, bitDepth: .eight, on: Conditioning(standingInFor: choices),
            // The number of a ladder's levels follows from the size.
            choices: size == nil && isLadder ? choices.filter { !$0.isPerLadderLevel } : choices)
        try plan.settings.validate(for: plan.configuration)
        if size == nil, plan.configuration.latentMap != nil {
            // Whether a map fits depends on the size.
            plan.configuration.latentMap = nil
            plan.configuration.latentCount = 1
        }
        do throws(ConfigurationError) { try plan.configuration.validate() } catch { throw .configuration(error) }
    }

    /// Checks the choices of a plan for training a model further.
    ///
    /// - Throws: `TrainingError`.
    package static func check(_ choices: [TrainingChoice], from model: Model) throws(TrainingError) {
        _ = try TrainingPlan(from: model, on: Conditioning(standingInFor: choices), choices: choices)
    }

    /// Checks the choices of a plan for fitting a flow prior.
    ///
    /// - Throws: `TrainingError`.
    package static func checkPriorFitting(_ choices: [TrainingChoice]) throws(TrainingError) {
        var plan = TrainingPlan(
            configuration: ModelConfiguration(.mlp, size: ImageSize(width: 1, height: 1), bitDepth: .eight),
            settings: TrainingSettings(fittingPriorOf: nil, preset: Preset(in: choices)))
        let conditioning = Conditioning(standingInFor: choices)
        for choice in choices { try plan.make(choice, on: conditioning) }
        try plan.settings.validate(for: plan.configuration)
    }
}

extension Preset {
    /// Creates the preset that choices name last, or the standard one.
    fileprivate init(in choices: [TrainingChoice]) {
        self = choices.compactMap(\.preset).last ?? .standard
    }
}

extension TrainingChoice {
    fileprivate var architecture: Architecture.Kind? { if case .architecture(let kind) = self { kind } else { nil } }
    fileprivate var preset: Preset? { if case .preset(let preset) = self { preset } else { nil } }

    fileprivate var isPerLadderLevel: Bool {
        switch self {
        case .channels, .blocks, .groups, .groupChannels: true
        default: false
        }
    }
}
