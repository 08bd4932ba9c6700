import ArgumentParser
import Grisaille

/// `grisaille train`: a model of a folder of images.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model of a folder of greyscale PNGs.",
        discussion: """
            Writes the model, and beside it MODEL.history.csv with a row an epoch. A tenth of the images is held out to
            choose the best weights. Ctrl-C ends the step and saves; --resume goes on, also after the machine went down:
            MODEL.training holds the state until the run is complete.

            EXAMPLES
              grisaille train images --model model.safetensors --minutes 0.1
              grisaille train images --model model.safetensors --epochs 2 --latent 16 --force
              grisaille train digits.npy --model digits.safetensors --architecture mlp --latent 20 \\
                --likelihood bernoulli --binarize dynamic --minutes 0.1
            """)

    @Argument(help: ArgumentHelp("A folder of PNGs, or an .npy array [N, H, W].", valueName: "images"))
    var images: String

    @Option(help: ArgumentHelp("The model file to write (.safetensors).", valueName: "file"))
    var model: String

    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Model") var network: NetworkOptions

    @Flag(help: "Go on with the interrupted run of this model.")
    var resume = false

    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Everywhere") var global: GlobalOptions

    private struct Result: Encodable {
        var model: String
        var history: String
        var ending: String
        var trainingImages: Int
        var validationImages: Int
        var parameters: Int
        var epochs: Int
        var bestEpoch: Int
        var steps: Int
        var seconds: Double
        var validationNegativeELBONatsPerImage: Double?
        var validationBitsPerPixel: Double?
        var validationRateNatsPerImage: Double?
    }

    func run() throws {
        let saved = try checkOutputs()
        let dataset = try imageOptions.read(images, global: global)
        let pool = global.makePool()
        var trainer: Trainer
        let settings: TrainingSettings
        if let saved {
            settings = saved.settings
            trainer = try Trainer(resuming: model, images: dataset, pool: pool)
        } else {
            settings = try training.settings(seed: global.seed)
            trainer = try Trainer(
                images: dataset, configuration: network.configuration(for: dataset), settings: settings,
                modelPath: model, pool: pool)
        }
        describe(dataset, trainer)
        StopSignal.install()
        var display = TrainingDisplay(
            pixelCount: dataset.size.pixelCount, length: settings.length, isQuiet: global.quiet)
        let outcome: TrainingOutcome
        do {
            outcome = try trainer.run(observer: { display.show($0) }, shouldStop: { StopSignal.isRequested })
        } catch {
            display.end()
            throw error
        }
        display.end()
        try report(outcome, trainer, pixelCount: dataset.size.pixelCount)
    }

    /// Looks at the files before any work. Returns what the interrupted run was started with when it is resumed.
    private func checkOutputs() throws -> TrainingStateFile.Setup? {
        let stateFile = TrainingStateFile(besideModel: model)
        if resume {
            let saved = try stateFile.setup()
            let conflict = try training.conflict(with: saved.settings) ?? network.conflict(with: saved.configuration)
            if let conflict { throw CommandError.resumeConflict(option: conflict, state: stateFile.path) }
            return saved
        }
        _ = try training.settings(seed: global.seed)
        if !global.force, FilePath.exists(stateFile.path) {
            throw CommandError.interruptedRun(state: stateFile.path)
        }
        try global.outputCheck.file(model)
        return nil
    }

    private func describe(_ dataset: ImageDataset, _ trainer: Trainer) {
        let counts = trainer.imageCounts
        let classes = dataset.classNames.isEmpty ? "" : " in \(Text.count(dataset.classNames.count, "class", plural: "classes"))"
        global.note(
            "\(Text.count(dataset.count, "image"))\(classes) of \(dataset.size), \(dataset.bitDepth.rawValue) bits: "
                + "\(Text.grouped(counts.training)) to train on, \(Text.grouped(counts.validation)) held out; "
                + "\(Text.grouped(trainer.parameterCount)) parameters, \(Text.count(global.threadCount, "thread"))")
        if Machine.blasLibrary == nil {
            Console.warning("no OpenBLAS was found: training is many times slower without (install libopenblas0)")
        }
    }

    private func report(_ outcome: TrainingOutcome, _ trainer: Trainer, pixelCount: Int) throws {
        let facts = outcome.model.facts
        let validation = outcome.best?.validation
        let summary = validation.map {
            LikelihoodSummary([ImageTerms(distortion: $0.distortion, rate: $0.rate)], pixelCount: pixelCount)
        }
        if let rate = validation?.rate, rate < 1 {
            Console.warning(
                "the posterior has collapsed onto the prior: the latent carries \(Text.fixed(rate, 2)) nats an image; "
                    + "try a smaller --beta, a longer --warmup or a larger --latent")
        }
        let ending =
            switch outcome.ending {
            case .complete: "complete"
            case .outOfPatience: "out of patience"
            case .interrupted: "interrupted"
            }
        if global.json {
            try JSONOutput.print(
                Result(
                    model: model, history: model + ".history.csv", ending: ending, trainingImages: facts.images,
                    validationImages: facts.validationImages, parameters: trainer.parameterCount,
                    epochs: facts.epochs, bestEpoch: facts.bestEpoch, steps: facts.steps, seconds: outcome.seconds,
                    validationNegativeELBONatsPerImage: summary?.negativeELBO,
                    validationBitsPerPixel: summary?.bitsPerPixel,
                    validationRateNatsPerImage: summary?.rate))
        } else {
            Console.result(model)
            Console.result(model + ".history.csv")
            let figures = summary.map {
                ", validation -ELBO \(Text.fixed($0.negativeELBO, 2)) nats an image, "
                    + "\(Text.fixed($0.bitsPerPixel, 4)) bits/pixel"
            }
            Console.result(
                "\(Text.count(facts.epochs, "epoch")) in \(Text.duration(outcome.seconds)), "
                    + "the best was epoch \(facts.bestEpoch)\(figures ?? "")")
        }
        if case .interrupted = outcome.ending {
            Console.note("interrupted; to go on: \(resumeCommand)")
            throw ExitCode(1)
        }
    }

    /// The command line that was given, with `--resume`.
    private var resumeCommand: String {
        let words = CommandLine.arguments.dropFirst().filter { $0 != "--resume" && $0 != "--force" }
        let quoted = words.map { word in
            word.allSatisfy { $0.isLetter || $0.isNumber || "-_./,:=+".contains($0) } ? word : "'\(word)'"
        }
        return (["grisaille"] + quoted + ["--resume"]).joined(separator: " ")
    }
}
