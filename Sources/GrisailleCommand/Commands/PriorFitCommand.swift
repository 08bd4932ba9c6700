import ArgumentParser
import Grisaille

/// `grisaille prior fit`: fits a new prior to a trained model.
struct PriorFitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Fit a new prior to a trained model.",
        discussion: """
            Learns the distribution of the images' latents, so that samples come from it.
            Encoder and decoder stay as they are. Give the images that the model was
            trained on. Replaces the model with --force, or writes another with --output.
            Ctrl-C ends the step and saves the state; --resume continues. --prior standard
            restores the standard normal, at once and without images. --prior mixture fits
            a mixture of normal distributions in about a minute, with the number of
            components that is best on the held-out images.

            EXAMPLES
              grisaille prior fit images --model model.safetensors --minutes 0.1 --force
              grisaille prior fit images --model model.safetensors --minutes 0.1 \\
                --conditional --output classes.safetensors
              grisaille prior fit images --model model.safetensors --minutes 0.1 \\
                --condition labels.csv:scaleRatio --output sizes.safetensors
              grisaille prior fit images --model small.safetensors --prior mixture \\
                --output mixture.safetensors
              grisaille prior fit --model model.safetensors --prior standard \\
                --output plain.safetensors
            """)

    @Argument(
        help: ArgumentHelp("A folder of PNGs, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String?

    @OptionGroup var model: ModelOption

    @Option(help: ArgumentHelp("The model file to write. (default: the model itself)", valueName: "file"))
    var output: String?

    @Flag(help: "Continue the interrupted run of this model: give the same images and options.")
    var resume = false

    @OptionGroup(title: "Prior") var prior: PriorOptions
    @OptionGroup(title: "Prior") var conditions: ConditionOptions

    @Option(
        help: ArgumentHelp("The components of --prior mixture. (default: the best on held-out images)", valueName: "n"))
    var priorComponents: Int?

    @Option(help: "Flow and time that fit together: quick, standard or best. (default: standard)")
    var preset: Preset?

    @Option(
        help: ArgumentHelp(
            """
            Take this long in all; the learning rate falls to the end. (default: what train's preset gives the prior, 9; \
            quick 1, best 33)
            """, valueName: "n"))
    var minutes: Double?

    @Option(help: ArgumentHelp("Passes over the images instead.", valueName: "n"))
    var epochs: Int?

    @Option(
        help: ArgumentHelp(
            "The share of images to hold out: that of the model's training. (default: 0.1)", valueName: "x"))
    var validation: Double?

    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Images") var classLabels: ClassLabelOption
    @OptionGroup(title: "Everywhere") var global: GlobalOptions

    func validate() throws {
        if epochs != nil, minutes != nil { throw ValidationError("Give --epochs or --minutes, not both.") }
    }

    private struct Result: Encodable {
        var model: String
        var prior: String
        var ending: String
        var resumeCommand: String?
        var trainingImages: Int?
        var parameters: Int?
        var components: Int?
        var steps: Int?
        var seconds: Double
        var diagnosis: [TrainingFinding]?
    }

    private var target: String { output ?? model.model }
    private var files: TrainingFiles { TrainingFiles(model: target) }

    func run() throws {
        let begin = ContinuousClock.now
        if priorComponents != nil, prior.name != .mixture {
            throw CommandError.usage("--prior-components belongs to --prior mixture")
        }
        if prior.name == .standard, !resume { return try putStandardBack() }
        if prior.name == .vamp {
            throw CommandError.usage(
                "pseudo-inputs are learned with the network: grisaille train --prior vamp")
        }
        guard let images else { throw CommandError.usage("name the images to fit the prior to") }
        if prior.name == .mixture { return try fitMixture(to: images) }
        let (saved, outputs) = try checkOutputs()
        let model = try model.read()
        if let saved, saved.configuration != model.configuration {
            throw CommandError.resumeConflict(option: "--model", state: files.state)
        }
        let tables = try conditions.tables()
        let dataset = try tables.describe(
            imageOptions.read(images, labels: classLabels, for: model, global: global))
        let pool = global.makePool()
        let run: TrainingRun
        if saved != nil {
            run = try TrainingRun(resuming: files.checkpoint(), images: dataset, pool: pool)
        } else {
            let plan = try TrainingPlan(fittingPriorOf: model, to: dataset, choices: choices)
            run = try TrainingRun(fittingPriorOf: model, images: dataset, settings: plan.settings, pool: pool)
            conditions.noteForgotten(of: model, global: global)
        }
        try outputs.makeFolders()
        var watched = WatchedRun(run, files: files, global: global, begin: begin)
        let outcome = try watched.finish()
        let findings = TrainingFinding.findings(on: outcome, settings: run.settings)
        for finding in findings { finding.show(quiet: global.quiet) }
        try report(outcome, findings, trainingImages: run.imageCounts.training)
        try WatchedRun.checkWhole(outcome)
    }

    /// Checks options and files before any work.
    ///
    /// - Returns: What the interrupted run was started with, if it is resumed.
    private func checkOutputs() throws -> (saved: TrainingSetup?, outputs: Outputs) {
        let inputs =
            [images, output == nil ? nil : model.model].compactMap(\.self) + classLabels.paths + conditions.paths
        if resume {
            try ClaimedOutputs.claim([target, files.state])
            let saved = try files.setup()
            guard saved.settings.isPriorFitting else {
                throw CommandError.otherRun(state: files.state, command: "grisaille train")
            }
            let plan = TrainingPlan(configuration: saved.configuration, settings: saved.settings)
            if let option = try plan.firstChange(by: choices)?.parameter.subject {
                throw CommandError.resumeConflict(option: option, state: files.state)
            }
            try conditions.checkPresence(for: saved, state: files.state)
            return (saved, try Outputs(inputs: inputs, overwritten: [target, files.state], force: true))
        }
        try TrainingPlan.checkPriorFitting(choices)
        return (nil, try freshOutputs(inputs: inputs))
    }

    private func freshOutputs(inputs: [String]) throws -> Outputs {
        try ClaimedOutputs.claim([target, files.state])
        if try !global.force && OutputPath.exists(files.state) {
            throw CommandError.interruptedRun(state: files.state)
        }
        return try Outputs(files: [target], inputs: inputs, overwritten: [files.state], force: global.force)
    }

    /// What is given instead of the plan's defaults.
    ///
    /// - Throws: `TrainingError` for pseudo-inputs, which are learned with the network.
    private var choices: [TrainingChoice] {
        get throws {
            if prior.pseudoInputs != nil { throw TrainingError.belongsToPrior(.model(.pseudoInputCount), .vamp) }
            let given: [TrainingChoice?] = [
                global.givenSeed.map(TrainingChoice.seed), preset.map(TrainingChoice.preset),
                epochs.map { .length(.epochs($0)) }, minutes.map { .length(.minutes($0)) },
                validation.map(TrainingChoice.validationShare),
            ]
            return try given.compactMap(\.self) + prior.choices + conditions.choices
        }
    }

    private func fitMixture(to images: String) throws {
        guard minutes == nil, epochs == nil, preset == nil, !resume, !prior.conditional,
            conditions.columns.isEmpty
        else {
            throw CommandError.usage(
                "a mixture is fitted to its end and knows no classes and conditions: leave --minutes, --epochs, --preset, "
                    + "--resume, --conditional and --condition out")
        }
        guard prior.flowWidth == nil, prior.flowBlocks == nil, prior.flowPatch == nil, prior.pseudoInputs == nil
        else {
            throw CommandError.usage(
                "a mixture has no network: leave --flow-width, --flow-blocks, --flow-patch and --pseudo-inputs out")
        }
        if let validation { try TrainingSettings.checkValidationShare(validation) }
        if let priorComponents, !(1...10_000).contains(priorComponents) {
            throw CommandError.usage("--prior-components must be within 1...10000")
        }
        let begin = ContinuousClock.now
        let outputs = try freshOutputs(inputs: [images] + (output == nil ? [] : [model.model]) + classLabels.paths)
        let plain = try model.read()
        let dataset = try imageOptions.read(images, labels: classLabels, for: plain, global: global)
        StopSignal.install()
        var progress = ProgressLine("fitting a mixture", total: 0, isQuiet: global.quiet)
        var settings = MixtureSettings()
        settings.components = priorComponents
        if let validation { settings.validationShare = validation }
        settings.seed = global.seed
        let fitted = try MixtureFitting.model(plain, images: dataset, settings: settings, pool: global.makePool()) {
            pass in
            try StopSignal.check()
            if pass.number == 0 {
                progress = ProgressLine(
                    "fitting a mixture of \(Text.count(pass.components, "component")), pass", total: pass.limit,
                    isQuiet: global.quiet)
            }
            progress.show(pass.number)
        }
        progress.end()
        try outputs.makeFolders()
        try ModelFile.write(fitted, to: target)
        try FileRemoval.remove(files.state)
        let duration = (ContinuousClock.now - begin).components
        let seconds = Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
        guard case .mixture(let mixture) = fitted.prior.configuration else { return }
        if global.json {
            return try JSONOutput.print(
                Result(
                    model: target, prior: "mixture", ending: "complete", trainingImages: dataset.count,
                    parameters: fitted.prior.parameters?.layout.parameterCount, components: mixture.components,
                    seconds: seconds))
        }
        Console.path(target)
        Console.result(
            "a mixture prior of \(Text.count(mixture.components, "component")), fitted in \(Text.duration(seconds))")
    }

    private func putStandardBack() throws {
        if let choice = try choices.first(where: {
            [.conditional, .conditions, .model(.flowWidth), .model(.flowBlocks), .model(.flowPatch)].contains(
                $0.parameter)
        }) {
            throw TrainingError.belongsToPrior(choice.parameter, .flow)
        }
        guard minutes == nil, epochs == nil, preset == nil, validation == nil else {
            throw CommandError.usage(
                "--prior standard is not fitted: leave --minutes, --epochs, --preset and --validation out")
        }
        let outputs = try freshOutputs(inputs: output == nil ? [] : [model.model])
        let fitted = try model.read()
        if case .ladder = fitted.prior.configuration {
            throw CommandError.usage("\(model.model): is a ladder, whose levels are a prior of their own, and it stays")
        }
        let own = fitted.network.ownPrior(fitted.parameters)
        guard case .standard = own.configuration else {
            throw CommandError.usage(
                "\(model.model): was trained with the prior \(own.configuration.name), and the standard normal would "
                    + "not fit its latents")
        }
        let plain = fitted.with(prior: own)
        try outputs.makeFolders()
        try ModelFile.write(plain, to: target)
        try FileRemoval.remove(files.state)
        guard global.json else { return Console.path(target) }
        try JSONOutput.print(Result(model: target, prior: "standard", ending: "complete", seconds: 0))
    }

    private func report(_ outcome: TrainingOutcome, _ findings: [TrainingFinding], trainingImages: Int) throws {
        let isInterrupted = if case .interrupted = outcome.ending { true } else { false }
        let fitted = isInterrupted ? nil : outcome.model
        if global.json {
            return try JSONOutput.print(
                Result(
                    model: target, prior: "flow", ending: isInterrupted ? "interrupted" : "complete",
                    resumeCommand: isInterrupted ? WatchedRun.resumeCommand : nil, trainingImages: trainingImages,
                    parameters: fitted?.prior.parameters?.layout.parameterCount, steps: fitted?.facts.priorSteps,
                    seconds: outcome.seconds, diagnosis: findings))
        }
        guard let fitted else { return }
        Console.path(target)
        Console.result(
            "a flow prior of \(Text.grouped(fitted.prior.parameters?.layout.parameterCount ?? 0)) parameters, "
                + "fitted in \(Text.count(fitted.facts.priorSteps ?? 0, "step")) and \(Text.duration(outcome.seconds))")
    }
}
