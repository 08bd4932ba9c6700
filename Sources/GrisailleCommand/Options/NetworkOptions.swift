import ArgumentParser
import Grisaille

extension Architecture.Kind: ExpressibleByArgument {}
extension LikelihoodKind: ExpressibleByArgument {}
extension Binarization: ExpressibleByArgument {}
extension HiddenActivation: ExpressibleByArgument {}

/// The options that shape the model to train.
struct NetworkOptions: ParsableArguments {
    @Option(
        help: """
            The networks: residual (convolutions and residual blocks, for samples), ladder (a hierarchy of latents, for \
            likelihoods), conv (strided convolutions) or mlp (dense layers). (default: residual)
            """)
    var architecture: Architecture.Kind?

    @Option(
        help: ArgumentHelp(
            "Units of the dense layers, as in 400 or 200,200. (default: mlp 400, conv 256)", valueName: "n,n,…"))
    var hidden: CountList?

    @Option(help: "The activation after the dense layers of mlp: relu, tanh, silu or gated. (default: relu)")
    var activation: HiddenActivation?

    @Option(
        help: ArgumentHelp(
            """
            Channels of each level, the finest first; for a ladder one number sets all. (default: residual 32,64,128, \
            for images of less than 48 pixels 32,64; conv 32,32,64,64, ladder 32,64,64,…)
            """, valueName: "n,n,…"))
    var channels: CountList?

    @Option(
        help: ArgumentHelp(
            """
            Residual blocks of each level, the finest first. (default: residual 0,1,2, for images of less than 48 pixels \
            1,2; ladder 1,2,2,1,1 for 64x64 images)
            """, valueName: "n,n,…"))
    var blocks: CountList?

    @Option(
        help: ArgumentHelp(
            """
            Groups of latents on each level of a ladder, the finest first; a level with 0 groups has blocks instead. \
            (default: 2,3,3,2,1 for 64x64 images)
            """, valueName: "n,n,…"))
    var groups: CountList?

    @Option(
        help: ArgumentHelp(
            "Latents per group and position on each level of a ladder. (default: 6,…,32)", valueName: "n,n,…"))
    var groupChannels: CountList?

    @Option(
        help: ArgumentHelp(
            """
            The latent: n dimensions, or a map of height x width x channels as in 8x8x8. (default: residual a map of \
            8 channels, 8x8x8 for 64x64 images, and of 4 channels for images of more than 64 pixels; else 32)
            """, valueName: "size"))
    var latent: LatentShape?

    @Option(
        help: """
            The distribution of a pixel: gaussian (grey levels, one deviation for all pixels), logistic (grey levels, a \
            scale per pixel), mixture (grey levels, several logistics per pixel), autoregressive (a mixture that also \
            depends on the pixels to the left and above: the best codes, but latents that carry little) or bernoulli (two \
            levels). (default: residual gaussian, ladder mixture, else logistic)
            """)
    var likelihood: LikelihoodKind?

    @Option(
        help: ArgumentHelp("The components of --likelihood mixture or autoregressive. (default: 5)", valueName: "n"))
    var components: Int?

    @Option(help: "Make images binary: none, or dynamic (each pixel drawn anew). (default: none)")
    var binarize: Binarization?

    /// The values that are given instead of the plan's defaults.
    var choices: [TrainingChoice] {
        let given: [TrainingChoice?] = [
            architecture.map(TrainingChoice.architecture), hidden.map { .hidden($0.counts) },
            activation.map(TrainingChoice.activation), channels.map { .channels($0.counts) },
            blocks.map { .blocks($0.counts) }, groups.map { .groups($0.counts) },
            groupChannels.map { .groupChannels($0.counts) }, latent.map(TrainingChoice.latent),
            likelihood.map(TrainingChoice.likelihood), components.map(TrainingChoice.components),
            binarize.map(TrainingChoice.binarization),
        ]
        return given.compactMap(\.self)
    }
}
