import GreyImages
import VAE

/// What a training run makes and how: the configuration of the model and the settings of its training.
///
/// A plan begins with the defaults of an architecture and a preset, and every choice changes it. Whether choices are
/// those that a run was started with is found by making them once more and comparing the plans (`firstChange(by:)`).
public struct TrainingPlan: Sendable, Hashable {
    public var configuration: ModelConfiguration
    public var settings: TrainingSettings

    public init(configuration: ModelConfiguration, settings: TrainingSettings) {
        self.configuration = configuration
        self.settings = settings
    }

    /// The plan for training a model of a data set.
    ///
    /// - Parameters:
    ///   - images: Their size, depth, levels and classes are those of the model.
    ///   - choices: What is chosen instead of the defaults; the last one counts of several for one parameter.
    ///   - preparation: How the images were prepared, for the model to keep; nil if they were used as they came.
    /// - Throws: `TrainingError`.
    /// - Complexity: O(pixels of all images).
    public init(
        for images: ImageDataset, choices: [TrainingChoice] = [], preparation: ImagePreparation? = nil
    ) throws(TrainingError) {
        try self.init(
            size: images.size, bitDepth: images.bitDepth, classNames: images.classNames, choices: choices)
        configuration = configuration.fitted(to: images)
        configuration.preparation = preparation
        try settings.validate()
    }

    /// The plan for training a model of images of a kind, whose levels aren't known yet.
    private init(
        size: ImageSize, bitDepth: BitDepth, classNames: [String], choices: [TrainingChoice]
    ) throws(TrainingError) {
        let kind = choices.compactMap(\.architecture).last ?? .residual
        let preset = Preset(in: choices)
        configuration = ModelConfiguration(
            kind, size: size, bitDepth: bitDepth, preset: preset,
            levels: Self.levelCount(choices, size: size, preset: preset))
        configuration.classNames = classNames
        settings = TrainingSettings(for: kind, preset: preset)
        for choice in choices where choice.isMadeFirst { try make(choice, classNames: classNames) }
        // A discriminator needs grey levels and a few pixels; a weight that is chosen all the same is refused later.
        if configuration.likelihood == .bernoulli || !SharpeningSettings.fits(size) { settings.sharpening = nil }
        for choice in choices where !choice.isMadeFirst { try make(choice, classNames: classNames) }
    }

    /// The plan for fitting a flow prior to a finished model.
    ///
    /// - Parameters:
    ///   - images: Those that the model was trained on.
    ///   - choices: What is chosen instead of the defaults.
    /// - Throws: `TrainingError`.
    public init(
        fittingPriorOf model: Model, to images: ImageDataset, choices: [TrainingChoice] = []
    ) throws(TrainingError) {
        configuration = model.configuration
        settings = TrainingSettings(fittingPriorOf: model, preset: Preset(in: choices))
        for choice in choices { try make(choice, classNames: images.classNames) }
        try settings.validate(for: configuration)
    }

    /// The plan for training a model further, whose structure stays.
    ///
    /// The rate counts in full from the first step, because the latents carry something already. A flow prior is fitted
    /// anew, with the network of the model's where it has one.
    ///
    /// - Parameters:
    ///   - model: The model to start from.
    ///   - images: Images of its size and bit depth.
    ///   - choices: What is chosen instead of the defaults.
    /// - Throws: `TrainingError`.
    public init(
        from model: Model, for images: ImageDataset, choices: [TrainingChoice] = []
    ) throws(TrainingError) {
        try self.init(from: model, classNames: images.classNames, choices: choices)
    }

    private init(from model: Model, classNames: [String], choices: [TrainingChoice]) throws(TrainingError) {
        configuration = model.configuration
        settings = TrainingSettings(for: configuration.architecture.kind, preset: Preset(in: choices))
        settings.warmup = 0
        if configuration.likelihood == .bernoulli || !SharpeningSettings.fits(configuration.imageSize) {
            settings.sharpening = nil
        }
        if configuration.pseudoInputs != nil { settings.flow = nil }
        if settings.flow != nil, case .flow(let network) = model.prior.configuration {
            settings.flow?.network = network
            if network.classNames != classNames { settings.flow?.network.classNames = [] }
        }
        for choice in choices {
            try make(choice, classNames: classNames)
            guard configuration == model.configuration else { throw .structureOfModel(choice.parameter) }
        }
        try settings.validate(for: configuration)
    }

    /// The first of some choices with which the plan would be another; nil if they are all made in it.
    ///
    /// - Complexity: O(choices).
    package func firstChange(by choices: [TrainingChoice]) -> TrainingChoice? {
        choices.first { choice in
            var changed = self
            do throws(TrainingError) {
                try changed.make(choice, classNames: configuration.classNames)
            } catch { return true }
            return changed != self
        }
    }
}

/// What can be checked of a plan before any image is read.
extension TrainingPlan {
    /// A class that stands for those of the images.
    private static let anyClass = ["class"]
    private static let largestSize = ImageSize(width: 8192, height: 8192)

    /// Checks the choices of a plan for training.
    ///
    /// - Parameter size: The images' size; nil if it isn't known yet.
    /// - Throws: `TrainingError`.
    package static func check(_ choices: [TrainingChoice], size: ImageSize?) throws(TrainingError) {
        let isLadder = choices.contains(.architecture(.ladder))
        var plan = try TrainingPlan(
            size: size ?? largestSize, bitDepth: .eight, classNames: anyClass,
            // A ladder's levels follow from the size.
            choices: size == nil && isLadder ? choices.filter { !$0.isPerLadderLevel } : choices)
        try plan.settings.validate()
        if size == nil, plan.configuration.latentMap != nil {
            // Whether a map fits is known with the size.
            plan.configuration.latentMap = nil
            plan.configuration.latentCount = 1
        }
        do throws(ConfigurationError) { try plan.configuration.validate() } catch { throw .configuration(error) }
        try plan.settings.validate(for: plan.configuration)
    }

    /// Checks the choices of a plan for training a model further.
    ///
    /// - Throws: `TrainingError`.
    package static func check(_ choices: [TrainingChoice], from model: Model) throws(TrainingError) {
        _ = try TrainingPlan(from: model, classNames: anyClass, choices: choices)
    }

    /// Checks the choices of a plan for fitting a flow prior.
    ///
    /// - Throws: `TrainingError`.
    package static func checkPriorFitting(_ choices: [TrainingChoice]) throws(TrainingError) {
        var plan = TrainingPlan(
            configuration: ModelConfiguration(.mlp, size: ImageSize(width: 1, height: 1), bitDepth: .eight),
            settings: TrainingSettings(fittingPriorOf: nil, preset: Preset(in: choices)))
        for choice in choices { try plan.make(choice, classNames: anyClass) }
        try plan.settings.validate(for: plan.configuration)
    }
}

extension Preset {
    /// The preset that is chosen, or the standard one.
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
