import ArgumentParser
import Grisaille

/// How to train.
struct TrainingOptions: ParsableArguments {
    @Option(
        help: """
            Network, prior and time that fit together: quick (2 minutes), standard (15) or best (60); all other \
            options can still be given. (default: standard)
            """)
    var preset: Preset?

    @Option(
        help: ArgumentHelp(
            """
            Take this long, reading the images and all that follows the last step included; the learning rates fall to the \
            end of each stage. (default: residual the preset's)
            """, valueName: "n"))
    var minutes: Double?

    @Option(
        help: ArgumentHelp(
            """
            Passes of the autoencoder over the images instead; the other stages take their shares. (default: conv and \
            mlp 50)
            """, valueName: "n"))
    var epochs: Int?

    @Option(help: ArgumentHelp("Images a step. (default: residual and ladder 32, conv 16, mlp 128)", valueName: "n"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            "Adam's step size at its height. (default: residual 0.001, conv 0.003, mlp 0.001, ladder 0.002)",
            valueName: "x"))
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            """
            What weights lose of themselves in a step, as a multiple of its size (AdamW). (default: ladder 0.03, others 0)
            """, valueName: "x"))
    var weightDecay: Double?

    @Option(
        help: ArgumentHelp(
            "The weight of the rate; 1 is the ELBO, more gives smoother latents. (default: 1)", valueName: "x"))
    var beta: Double?

    @Option(
        help: ArgumentHelp(
            """
            Draws of each image's latent whose importance-weighted bound (IWAE) is optimised; 1 is the ELBO. \
            (default: 1)
            """, valueName: "n"))
    var importanceSamples: Int?

    @Option(
        help: ArgumentHelp(
            """
            The share of the run in which images have one draw; then they have more and more, and at the end all \
            --importance-samples. An earlier start keeps more latents active and takes longer; 0 has all draws from the \
            first step on. (default: 0.8)
            """, valueName: "x"))
    var importanceStart: Double?

    @Option(
        help: ArgumentHelp(
            """
            Nats below which the rate of a group of latents costs nothing, against collapse; all latents but a \
            ladder's are one group. (default: 0)
            """, valueName: "x"))
    var freeNats: Double?

    @Option(
        help: ArgumentHelp(
            "The share of the run over which beta rises from 0. (default: ladder 0.02, others 0.1)", valueName: "x"))
    var warmup: Double?

    @Option(
        help: ArgumentHelp(
            "The share of images held out to choose the best weights. (default: 0.1)", valueName: "x"))
    var validation: Double?

    @Option(
        help: ArgumentHelp(
            "End after this many epochs without a better validation. (default: never)", valueName: "n"))
    var patience: Int?

    @Option(
        help: ArgumentHelp(
            "What the model file shall say of the images or the run, such as their source and licence.",
            valueName: "text"))
    var notes: String?

    func validate() throws {
        if epochs != nil, minutes != nil { throw ValidationError("Give --epochs or --minutes, not both.") }
        if importanceStart != nil, importanceSamples == nil {
            throw ValidationError("--importance-start belongs to --importance-samples.")
        }
    }

    @OptionGroup var quality: SampleQualityOptions

    /// - network: whose architecture has defaults of its own: dense layers alone take larger batches, which make better
    ///   use of the processor, and shorter steps.
    /// - size: that of the images; nil where it isn't known yet.
    /// - classNames: those of the images; nil where they aren't known yet.
    func settings(
        seed: UInt64, network: NetworkOptions, size: ImageSize?, classNames: [String]?
    ) throws -> TrainingSettings {
        let preset = preset ?? .standard
        var settings = network.isResidual ? preset.settings : TrainingSettings()
        if network.architecture == .mlp {
            settings.batch = 128
            settings.learningRate = 0.001
        }
        if network.architecture == .ladder {
            settings.batch = 32
            settings.learningRate = 0.002
            settings.averaging = 0.995
            settings.warmup = 0.02
            settings.weightDecay = 0.03
        }
        settings.flow = try quality.prior.flow(
            isDefault: network.isResidual, preset: preset, classNames: classNames)
        settings.sharpening = quality.sharpening(
            isDefault: network.isResidual && network.likelihood != .bernoulli
                && size.map(SharpeningSettings.fits) ?? true, preset: preset)
        if let epochs { settings.length = .epochs(epochs) }
        if let minutes { settings.length = .minutes(minutes) }
        settings.batch = batch ?? settings.batch
        settings.learningRate = learningRate ?? settings.learningRate
        settings.weightDecay = weightDecay ?? settings.weightDecay
        settings.beta = beta ?? settings.beta
        settings.warmup = warmup ?? settings.warmup
        settings.importanceSamples = importanceSamples ?? settings.importanceSamples
        settings.importanceStart = importanceStart ?? settings.importanceStart
        settings.freeNats = freeNats ?? settings.freeNats
        settings.validationShare = validation ?? settings.validationShare
        settings.patience = patience
        settings.seed = seed
        settings.notes = notes
        try settings.validate()
        return settings
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: TrainingSettings, seed: UInt64?) -> String? {
        if let seed, seed != saved.seed { return "--seed" }
        if let epochs, saved.length != .epochs(epochs) { return "--epochs" }
        if let minutes, saved.length != .minutes(minutes) { return "--minutes" }
        if let batch, batch != saved.batch { return "--batch" }
        if let learningRate, learningRate != saved.learningRate { return "--learning-rate" }
        if let weightDecay, weightDecay != saved.weightDecay { return "--weight-decay" }
        if let beta, beta != saved.beta { return "--beta" }
        if let importanceSamples, importanceSamples != saved.importanceSamples { return "--importance-samples" }
        if let importanceStart, importanceStart != saved.importanceStart { return "--importance-start" }
        if let freeNats, freeNats != saved.freeNats { return "--free-nats" }
        if let warmup, warmup != saved.warmup { return "--warmup" }
        if let validation, validation != saved.validationShare { return "--validation" }
        if let patience, patience != saved.patience { return "--patience" }
        if let notes, notes != saved.notes { return "--notes" }
        return quality.conflict(with: saved)
    }
}
