import ArgumentParser
import Grisaille

/// The options of the prior, from which the latents of samples are drawn.
struct PriorOptions: ParsableArguments {
    enum Name: String, ExpressibleByArgument, CaseIterable {
        case standard, flow, mixture, vamp
    }

    @Option(
        name: .customLong("prior"),
        help: """
            The distribution of the latents of samples: flow (a learned flow from noise), mixture (normal distributions; \
            only prior fit), vamp (the posteriors of learned pseudo-inputs; only train) or standard (normal). (default: \
            flow; train with conv or mlp: standard)
            """)
    var name: Name?

    @Flag(help: "Condition the flow prior on the classes of the images, so that samples of each can be drawn.")
    var conditional = false

    @Option(
        help: ArgumentHelp(
            "Images that --prior vamp learns with the network, each a component of the prior. (default: 500)",
            valueName: "n"))
    var pseudoInputs: Int?

    @Option(help: ArgumentHelp("Channels of the flow's network. (default: 128; quick: 64)", valueName: "n"))
    var flowWidth: Int?

    @Option(help: ArgumentHelp("Residual blocks of the flow's network. (default: 5; quick: 4)", valueName: "n"))
    var flowBlocks: Int?

    @Option(
        help: ArgumentHelp(
            """
            The side of the squares of a latent map that the flow takes as one position, a power of two. (default: the \
            smallest that leaves at most 256 positions)
            """, valueName: "n"))
    var flowPatch: Int?

    @Option(
        help: ArgumentHelp(
            """
            Also train on copies of the images with small changes, of which the prior is told, so that samples have none: \
            flip (left and right), shift, rotate, exposure, several with commas, or none. Give what leaves your images \
            plausible; it helps where there are few. (default: shift,exposure if --minutes are more than one per 30 images, \
            else none)
            """, valueName: "kind,…"))
    var augment: AugmentationKinds?

    /// The values that are given instead of the plan's defaults.
    ///
    /// - Throws: `CommandError.usage` for a mixture, which is fitted to a trained model.
    var choices: [TrainingChoice] {
        get throws {
            let given: [TrainingChoice?] = [
                try trained.map(TrainingChoice.prior), conditional ? .conditional : nil,
                pseudoInputs.map(TrainingChoice.pseudoInputs), flowWidth.map(TrainingChoice.flowWidth),
                flowBlocks.map(TrainingChoice.flowBlocks), flowPatch.map(TrainingChoice.flowPatch),
                augment.map { .augmentation($0.kinds) },
            ]
            return given.compactMap(\.self)
        }
    }

    private var trained: TrainedPrior? {
        get throws {
            switch name {
            case nil: nil
            case .standard: .standard
            case .flow: .flow
            case .vamp: .vamp
            case .mixture:
                throw CommandError.usage(
                    "a mixture is fitted to a trained model: grisaille prior fit --prior mixture")
            }
        }
    }
}
