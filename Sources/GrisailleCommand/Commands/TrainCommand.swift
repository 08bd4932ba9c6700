import ArgumentParser
import Grisaille

/// `grisaille train`: trains a model of a folder of images.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model of a folder of greyscale PNGs.",
        discussion: """
            Residual networks are trained in three stages: the autoencoder; the decoder
            again, beside a discriminator, so that images are sharp; the prior from which
            samples are drawn. Writes the model, MODEL.history.csv with a row per epoch, and
            MODEL.progress.svg, a picture of the losses and of samples, while training goes on.
            A tenth of the images is held out to choose the best weights. Ctrl-C ends the
            step and saves the state. --resume continues the run, also after a power cut:
            MODEL.training holds the state until the run is complete. A second Ctrl-C ends
            the program at once.

            --condition teaches the prior columns of a table besides the classes, so that
            sample --condition can ask for values of them.

            The preparation of the images (--size, --fit, --bit-depth, --levels and
            --convert-to-grey) is kept in the model. Other commands prepare the images they
            read for it in the same way, unless their options differ.

            EXAMPLES
              grisaille train images --model model.safetensors --minutes 0.1
              grisaille train images --model mixed.safetensors --preset quick \\
                --minutes 0.1 --conditional --notes "simulated hands, heads and chests"
              grisaille train images --model factors.safetensors --minutes 0.1 \\
                --conditional --condition labels.csv:scaleRatio,isRightHand
              grisaille train images --model small.safetensors --epochs 2 \\
                --architecture conv --latent 16
              grisaille train digits.npy --model digits.safetensors --minutes 0.1 \\
                --architecture mlp --likelihood bernoulli --binarize dynamic --prior vamp
              grisaille train images --model further.safetensors --from small.safetensors \\
                --epochs 1
            """)

    @Argument(
        help: ArgumentHelp("A folder of PNGs, or an .npy array of N images, [N, height, width].", valueName: "images"))
    var images: String

    @Option(help: ArgumentHelp("The model file to write (.safetensors).", valueName: "file"))
    var model: String

    @Option(
        help: ArgumentHelp(
            """
            Start from the weights of this model instead of random ones. The new model has its structure. The autoencoder's \
            stage never ends with worse weights, by the held-out images. With --size and --bit-depth, residual networks \
            are adapted to images of another size and depth.
            """, valueName: "file"))
    var from: String?

    @Flag(
        help: """
            Start from random weights. By default, the residual network for images of 48 pixels or more starts from the \
            autoencoder that comes with the program.
            """)
    var fromScratch = false

    @Flag(help: "Continue the interrupted run of this model: give the same images and options.")
    var resume = false

    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Model") var network: NetworkOptions
    @OptionGroup(title: "Training") var conditions: ConditionOptions

    @OptionGroup(title: "Images") var imageOptions: ImageOptions
    @OptionGroup(title: "Images") var classLabels: ClassLabelOption
    @OptionGroup(title: "Everywhere") var global: GlobalOptions

    func run() throws {
        let begin = ContinuousClock.now
        let (saved, outputs) = try checkOutputs()
        let base = try saved == nil ? from.map { try ModelFile.read($0) } : nil
        if let base { try TrainingPlan.check(choices, from: base) }
        let tables = try conditions.tables()
        let (read, preparation) = try readImages(for: base, saved)
        let dataset = try tables.describe(read)
        let pool = global.makePool()
        let run =
            if saved != nil {
                try TrainingRun(resuming: files.checkpoint(), images: dataset, pool: pool)
            } else if let base {
                try further(base, dataset, preparation, pool)
            } else {
                try anew(dataset, preparation, pool)
            }
        try outputs.makeFolders()
        var watched = WatchedRun(run, files: files, global: global, begin: begin)
        watched.drawPicture()
        let outcome = try watched.finish()
        var report = TrainingReport(outcome, files: files, resumeCommand: WatchedRun.resumeCommand)
        report.progressPicture = watched.pictureFile
        report.diagnose(outcome, settings: run.settings, images: dataset)
        report.warn(quiet: global.quiet)
        try report.show(json: global.json)
        try WatchedRun.checkWhole(outcome)
    }

    /// A run that starts from the model of `--from`.
    private func further(
        _ base: Model, _ dataset: ImageDataset, _ preparation: ImagePreparation?, _ pool: WorkerPool
    ) throws -> TrainingRun {
        let configuration = base.configuration
        var model = base
        if dataset.size != configuration.imageSize || dataset.bitDepth != configuration.bitDepth,
            let adapted = try base.adapted(to: dataset, preparation: preparation)
        {
            model = adapted
            global.note(
                "the model's networks, for \(configuration.imageSize) with \(configuration.bitDepth.rawValue) bits, are "
                    + "adapted to \(dataset.size) with \(dataset.bitDepth.rawValue) bits")
        }
        conditions.noteForgotten(of: base, global: global)
        let plan = try TrainingPlan(from: model, for: dataset, choices: choices)
        return try TrainingRun(from: model, images: dataset, settings: plan.settings, pool: pool)
    }

    /// A run that starts from the autoencoder of the program if it has the plan's networks, or from random weights.
    private func anew(
        _ dataset: ImageDataset, _ preparation: ImagePreparation?, _ pool: WorkerPool
    ) throws -> TrainingRun {
        let plan = try TrainingPlan(for: dataset, choices: choices, preparation: preparation)
        if !fromScratch, let path = ReadyAutoencoder.path {
            if let run = try TrainingRun(
                adapting: ModelFile.read(path), to: dataset, plan: plan, choices: choices, preparation: preparation,
                pool: pool)
            {
                global.note("starting from the autoencoder in \(path)")
                return run
            }
        }
        return try TrainingRun(
            images: dataset, configuration: plan.configuration, settings: plan.settings, pool: pool)
    }

    /// The images, prepared as the options say, and else as those of the model to start from or of the run to resume.
    private func readImages(
        for base: Model?, _ saved: TrainingSetup?
    ) throws -> (ImageDataset, ImagePreparation?) {
        // Convolutional networks can be adapted to images of any size.
        if let base, base.configuration.reduction == nil || !imageOptions.isOfOtherShape(than: base) {
            let dataset = try imageOptions.read(images, labels: classLabels, for: base, global: global)
            return (dataset, base.configuration.preparation)
        }
        let kept = saved?.configuration ?? base?.configuration
        return try imageOptions.readForTraining(images, labels: classLabels, over: kept?.preparation, global: global)
    }

    /// Checks options and files before any work.
    ///
    /// - Returns: What the interrupted run was started with, if it is resumed.
    private func checkOutputs() throws -> (saved: TrainingSetup?, outputs: Outputs) {
        let outputs = [model, files.history, files.picture]
        let inputs = [images] + classLabels.paths + conditions.paths + (from.map { [$0] } ?? [])
        if resume {
            try ClaimedOutputs.claim(outputs + [files.state])
            let saved = try files.setup()
            if saved.settings.isPriorFitting {
                throw CommandError.otherRun(state: files.state, command: "grisaille prior fit")
            }
            let plan = TrainingPlan(configuration: saved.configuration, settings: saved.settings)
            if let option = try plan.firstChange(by: choices)?.parameter.subject
                ?? imageOptions.conflict(with: saved.configuration.preparation)
            {
                throw CommandError.resumeConflict(option: option, state: files.state)
            }
            try conditions.checkPresence(for: saved, state: files.state)
            return (saved, try Outputs(inputs: inputs, overwritten: outputs + [files.state], force: true))
        }
        if from == nil { try TrainingPlan.check(choices, size: imageOptions.size) }
        // A run that is under way has its state there too.
        try ClaimedOutputs.claim(outputs + [files.state])
        if try !global.force && OutputPath.exists(files.state) {
            throw CommandError.interruptedRun(state: files.state)
        }
        return (
            nil, try Outputs(files: outputs, inputs: inputs, overwritten: [files.state], force: global.force)
        )
    }

    func validate() throws {
        if fromScratch, from != nil { throw ValidationError("--from-scratch and --from exclude each other.") }
    }

    private var files: TrainingFiles { TrainingFiles(model: model) }

    /// What is given instead of the plan's defaults.
    private var choices: [TrainingChoice] {
        get throws {
            try [global.givenSeed.map(TrainingChoice.seed)].compactMap(\.self) + training.choices + network.choices
                + conditions.choices
        }
    }
}
