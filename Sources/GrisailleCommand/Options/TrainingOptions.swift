import ArgumentParser
import Grisaille

/// The options of a training run.
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
            Take this long in all, with reading the images and what follows the last step; the learning rate falls to the \
            end of each stage. (default for residual: the preset's)
            """, valueName: "n"))
    var minutes: Double?

    @Option(
        help: ArgumentHelp(
            """
            Passes of the autoencoder over the images instead; the other stages take their shares. (default for the other \
            architectures: 50)
            """, valueName: "n"))
    var epochs: Int?

    @Option(
        help: ArgumentHelp(
            """
            Images per step. (default: residual 32, or 8 for images of 128 pixels and more; ladder 32, conv 16, mlp 128)
            """, valueName: "n"))
    var batch: Int?

    @Option(
        help: ArgumentHelp(
            """
            Train encoder, decoder and discriminator on crops of at most n x n pixels, so that a step costs as much for \
            large images as for small ones; whole to train on whole images. (default: residual 128, else whole)
            """, valueName: "n|whole"))
    var crop: CropSide?

    @Option(
        help: ArgumentHelp(
            "Adam's maximum step size. (default: residual 0.001, conv 0.003, mlp 0.001, ladder 0.002)",
            valueName: "x"))
    var learningRate: Double?

    @Option(
        help: ArgumentHelp(
            """
            The share of themselves that weights lose in a step, as a multiple of its size (AdamW). (default: ladder 0.03, \
            others 0)
            """, valueName: "x"))
    var weightDecay: Double?

    @Option(
        help: ArgumentHelp(
            "The weight of the rate; 1 is the ELBO, more gives smoother latents. (default: 1)", valueName: "x"))
    var beta: Double?

    @Option(
        help: ArgumentHelp(
            """
            Optimise the importance-weighted bound (IWAE) of that many draws per image; 1 is the ELBO. (default: 1)
            """, valueName: "n"))
    var importanceSamples: Int?

    @Option(
        help: ArgumentHelp(
            """
            The share of the run with one draw per image; the number then rises to --importance-samples at the end. An \
            earlier start keeps more latents active and takes longer; 0 has all draws from the first step. (default: 0.8)
            """, valueName: "x"))
    var importanceStart: Double?

    @Option(
        help: ArgumentHelp(
            """
            Nats below which the rate of a group of latents costs nothing, against collapse. A ladder has several groups, \
            other networks have one. (default: 0)
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
            "Text for the model file, such as the source and licence of the images.",
            valueName: "text"))
    var notes: String?

    func validate() throws {
        if epochs != nil, minutes != nil { throw ValidationError("Give --epochs or --minutes, not both.") }
        if importanceStart != nil, importanceSamples == nil {
            throw ValidationError("--importance-start belongs to --importance-samples.")
        }
    }

    @OptionGroup var quality: SampleQualityOptions

    /// The values that are given instead of the plan's defaults.
    ///
    /// - Throws: `CommandError.usage`.
    var choices: [TrainingChoice] {
        get throws {
            let given: [TrainingChoice?] = [
                preset.map(TrainingChoice.preset), epochs.map { .length(.epochs($0)) },
                minutes.map { .length(.minutes($0)) }, batch.map(TrainingChoice.batch),
                crop.map { .crop($0.side) },
                learningRate.map(TrainingChoice.learningRate), weightDecay.map(TrainingChoice.weightDecay),
                beta.map(TrainingChoice.beta), importanceSamples.map(TrainingChoice.importanceSamples),
                importanceStart.map(TrainingChoice.importanceStart), freeNats.map(TrainingChoice.freeNats),
                warmup.map(TrainingChoice.warmup), validation.map(TrainingChoice.validationShare),
                patience.map(TrainingChoice.patience), notes.map(TrainingChoice.notes),
            ]
            return try given.compactMap(\.self) + quality.choices
        }
    }
}
