import ArgumentParser
import Grisaille
import Kernels
import Platform

/// `grisaille info`: describes a model, or the program and the machine.
struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Describe a model, or without one the program and this machine.",
        discussion: """
            EXAMPLES
              grisaille info
              grisaille info model.safetensors
              grisaille info model.safetensors --json
            """)

    @Argument(help: ArgumentHelp("A model file (.safetensors).", valueName: "file"))
    var file: String?

    @OptionGroup var global: GlobalOptions

    private struct ModelResult: Encodable {
        var file: String
        var parameters: Int
        var configuration: ModelConfiguration
        var prior: PriorResult
        var training: Training
    }

    /// The prior and its shape.
    private struct PriorResult: Encodable {
        var name: String
        var width: Int?
        var blocks: Int?
        var classes: [String]?
        var conditions: [ConditionReport]?
        /// The numbers of long steps that it takes from noise to latents.
        var longSteps: [Int]?
        /// The number of steps of a sample that are fitted to the prior.
        var fittedSteps: Int?
        var parameters: Int?
        var components: Int?

        init(_ prior: any Prior, pseudoInputs: Int?) {
            name = prior.configuration.name
            if case .mixture(let mixture) = prior.configuration { components = mixture.components }
            if case .vamp = prior.configuration { components = pseudoInputs }
            guard case .flow(let flow) = prior.configuration else { return }
            width = flow.width
            blocks = flow.blocks
            classes = flow.classNames
            conditions = flow.conditions?.map(ConditionReport.init)
            longSteps = flow.longSteps?.usefulCounts
            fittedSteps = flow.fittedSteps?.count
            parameters = prior.parameters?.layout.parameterCount
        }

        var summary: String {
            if let components { return "\(name) of \(Text.count(components, "component"))" }
            guard let width, let blocks, let parameters else { return name }
            let shape = "width \(width), \(Text.count(blocks, "block")), \(Text.grouped(parameters)) parameters"
            let steps = [fittedSteps.map { "\($0) fitted steps" }, longSteps?.last.map { "up to \($0) long steps" }]
            let text = ([name, shape] + steps.compactMap(\.self)).joined(separator: ", ")
            guard let classes, !classes.isEmpty else { return text }
            return text + ", tells apart \(Text.list(classes))"
        }
    }

    /// The facts of the training, with units in their keys.
    private struct Training: Encodable {
        var images: Int
        var validationImages: Int
        var epochs: Int
        var bestEpoch: Int
        var steps: Int
        var imagesPerStep: Int
        var seed: UInt64
        var learningRate: Double
        var beta: Double
        var validationNegativeELBONatsPerImage: Double?
        var adversarialWeight: Double?
        var adversarialSteps: Int?
        var priorSteps: Int?
        var novelty: NoveltyCalibration?
        var notes: String?
        var programVersion: String

        init(_ facts: TrainingFacts) {
            images = facts.images
            validationImages = facts.validationImages
            epochs = facts.epochs
            bestEpoch = facts.bestEpoch
            steps = facts.steps
            imagesPerStep = facts.batch
            seed = facts.seed
            learningRate = facts.learningRate
            beta = facts.beta
            validationNegativeELBONatsPerImage = facts.validationNegativeELBO
            adversarialWeight = facts.adversarialWeight
            adversarialSteps = facts.adversarialSteps
            priorSteps = facts.priorSteps
            novelty = facts.novelty
            notes = facts.notes
            programVersion = facts.programVersion
        }
    }

    private struct MachineResult: Encodable {
        var version = GrisailleVersion.current
        var kernels = KernelSet.current.name
        var kernelsAvailable = Machine.kernelSets
        var blas = Machine.blasLibrary
        var blasCore = Machine.blasCore
        var threads: Int
        /// The processors that may be used, those of the machine, and the reason for the difference.
        var processors = Processors.current.count
        var processorsOnline = Processors.current.online
        var processorLimit = Processors.current.limit?.rawValue
    }

    func run() throws {
        if let file { try describe(ModelFile.read(file), file) } else { try describeMachine() }
    }

    private static func likelihood(of configuration: ModelConfiguration) -> String {
        configuration.likelihood.rawValue
            + (configuration.mixtureComponents.map { " of \(Text.count($0, "logistic"))" } ?? "")
    }

    private func describe(_ model: Model, _ file: String) throws {
        let (configuration, facts) = (model.configuration, model.facts)
        let parameters = model.network.layout.parameterCount
        if global.json {
            return try JSONOutput.print(
                ModelResult(
                    file: file, parameters: parameters, configuration: configuration,
                    prior: PriorResult(model.prior, pseudoInputs: model.configuration.pseudoInputs),
                    training: Training(facts)))
        }
        let steps = "\(Text.count(facts.steps, "step")) of up to \(Text.count(facts.batch, "image"))"
        var lines = [
            ("model", file),
            ("architecture", configuration.architecture.summary),
            ("parameters", Text.grouped(parameters)),
            ("images", "\(configuration.imageSize), \(configuration.bitDepth.rawValue) bits"),
            ("levels", configuration.levels.description),
            ("preparation", configuration.preparation?.summary ?? "none: images are taken as they come"),
            ("latent", configuration.latentSummary),
            ("prior", PriorResult(model.prior, pseudoInputs: model.configuration.pseudoInputs).summary),
            ("likelihood", Self.likelihood(of: configuration)),
        ]
        if configuration.binarization != .none { lines.append(("binarized", configuration.binarization.rawValue)) }
        lines += model.prior.conditions.map { ("condition", ConditionReport($0).summary) }
        if !configuration.classNames.isEmpty {
            lines.append(("classes", Text.list(configuration.classNames)))
        }
        lines += [
            (
                "trained on",
                "\(Text.count(facts.images, "image")), validated on \(Text.grouped(facts.validationImages))"
            ),
            ("training", "\(Text.count(facts.epochs, "epoch")), \(steps); weights of epoch \(facts.bestEpoch)"),
            ("settings", "seed \(facts.seed), learning rate \(facts.learningRate), beta \(facts.beta)"),
        ]
        if let weight = facts.adversarialWeight, let steps = facts.adversarialSteps {
            lines.append(("adversarial", "weight \(weight), \(Text.count(steps, "step"))"))
        }
        if let steps = facts.priorSteps { lines.append(("prior fitted", Text.count(steps, "step"))) }
        if let negativeELBO = facts.validationNegativeELBO {
            lines.append(("validation", "-ELBO \(Text.fixed(negativeELBO, 2)) nats per image"))
        }
        if let novelty = facts.novelty {
            let radii =
                "\(Text.fixed(novelty.pixelRadius, 2)) grey levels, \(Text.fixed(novelty.encoderRadius, 3)) of latents"
            lines.append(("novelty", "\(radii) (\(Text.count(novelty.heldOutImages, "held-out image")))"))
        }
        if let notes = facts.notes {
            lines.append(("notes", notes.split(whereSeparator: \.isNewline).joined(separator: " ")))
        }
        lines.append(("written by", "grisaille \(facts.programVersion)"))
        print(lines)
    }

    private func describeMachine() throws {
        let result = MachineResult(threads: global.threadCount)
        let asked = global.threads.map {
            $0 <= result.threads ? "as --threads says" : "fewer than the \($0) of --threads"
        }
        let threads = "\(result.threads), \(asked ?? "one per processor"): \(Processors.current.summary)"
        if global.json { return try JSONOutput.print(result) }
        print([
            ("grisaille", result.version),
            ("kernels", "\(result.kernels) (this processor runs \(result.kernelsAvailable.joined(separator: ", ")))"),
            ("BLAS", result.blas ?? "none found"),
            ("BLAS core", result.blasCore ?? "–"),
            ("threads", threads),
        ])
    }

    private func print(_ lines: [(String, String)]) {
        let width = lines.map(\.0.count).max() ?? 0
        for (name, value) in lines { Console.result(Text.padded(name, width) + "  " + value) }
    }
}

extension ModelConfiguration {
    fileprivate var latentSummary: String {
        if let latentMap { return "map of \(latentMap)" }
        let dimensions = Text.count(latentCount, "dimension")
        guard case .ladder(let shape) = architecture else { return dimensions }
        let levels = zip(shape.levels, LadderShape.sizes(for: imageSize)).reversed().filter { $0.0.groups > 0 }
        let groups = levels.map { level, size in
            (level.groups == 1 ? "" : "\(level.groups) of ") + "\(size.height)x\(size.width)x\(level.channels)"
        }
        return "\(dimensions): \(groups.joined(separator: ", "))"
    }
}

extension Architecture {
    private func list(_ counts: [Int]) -> String { counts.map(String.init).joined(separator: ",") }

    fileprivate var summary: String {
        switch self {
        case .mlp(let hidden, let activation): "mlp, hidden \(list(hidden)), \(activation.rawValue)"
        case .conv(let channels, let hidden): "conv, channels \(list(channels)), hidden \(hidden)"
        case .residual(let channels, let blocks, _): "residual, channels \(list(channels)), blocks \(list(blocks))"
        case .ladder(let shape):
            "ladder, channels \(list(shape.levels.map(\.width))), blocks \(list(shape.levels.map(\.blocks))), "
                + "groups \(list(shape.levels.map(\.groups))) of \(list(shape.levels.map(\.channels))) channels"
        }
    }
}

extension Processors {
    /// The number that may be used, and why it isn't all of the machine's.
    fileprivate var summary: String {
        let machine = Text.count(online, "processor")
        return switch limit {
        case nil: "\(machine) may be used"
        case .affinity: "\(count) of \(machine) may be used, to which the process is bound, as by taskset"
        case .quota: "\(count) of \(machine) may be used, as the control group's quota says"
        }
    }
}
