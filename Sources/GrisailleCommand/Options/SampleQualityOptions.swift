import ArgumentParser
import Grisaille

extension Preset: ExpressibleByArgument {}

/// The stages that follow the autoencoder's: what makes samples pass for real.
struct SampleQualityOptions: ParsableArguments {
    enum PriorName: String, ExpressibleByArgument, CaseIterable {
        case standard, flow
    }

    @Option(
        help: """
            What the latents of samples are drawn from: flow (a learned flow from noise) or standard (normal). \
            (default: residual flow, else standard)
            """)
    var prior: PriorName?

    @Flag(help: "Tell the flow prior the classes of the images, so that samples can be drawn of each.")
    var conditional = false

    @Option(
        help: ArgumentHelp(
            """
            Train the decoder beside a discriminator at last, so that images are sharp: its gradient's length in that \
            of the reconstruction's; 0 leaves it out. (default: residual 1, else 0)
            """, valueName: "x"))
    var adversarial: Double?

    @Option(help: ArgumentHelp("Channels of the flow's network. (default: 128; quick: 64)", valueName: "n"))
    var flowWidth: Int?

    @Option(help: ArgumentHelp("Residual blocks of the flow's network. (default: 5; quick: 4)", valueName: "n"))
    var flowBlocks: Int?

    /// - classNames: those of the images; nil where they aren't known yet.
    /// - isDefault: whether there is one where nobody says anything.
    func flow(isDefault: Bool, preset: Preset, classNames: [String]?) throws -> FlowSettings? {
        guard prior ?? (isDefault ? .flow : .standard) == .flow else {
            if conditional {
                throw CommandError.usage("--conditional is a matter of the flow prior: add --prior flow")
            }
            if flowWidth != nil || flowBlocks != nil {
                throw CommandError.usage("--flow-width and --flow-blocks belong to --prior flow")
            }
            return nil
        }
        var settings = preset.flow
        settings.network.width = flowWidth ?? settings.network.width
        settings.network.blocks = flowBlocks ?? settings.network.blocks
        if conditional, let classNames {
            guard !classNames.isEmpty else { throw CommandError.noClasses }
            settings.network.classNames = classNames
        }
        return settings
    }

    /// - isDefault: whether it is done where nobody says anything.
    func sharpening(isDefault: Bool, preset: Preset) -> SharpeningSettings? {
        let weight = adversarial ?? (isDefault ? preset.sharpening.weight : 0)
        guard weight != 0 else { return nil }
        var settings = preset.sharpening
        settings.weight = weight
        return settings
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: TrainingSettings) -> String? {
        if let prior, (prior == .flow) != (saved.flow != nil) { return "--prior" }
        if conditional, saved.flow?.network.classNames.isEmpty ?? true { return "--conditional" }
        if let adversarial, adversarial != saved.sharpening?.weight ?? 0 { return "--adversarial" }
        if let flowWidth, flowWidth != saved.flow?.network.width { return "--flow-width" }
        if let flowBlocks, flowBlocks != saved.flow?.network.blocks { return "--flow-blocks" }
        return nil
    }
}
