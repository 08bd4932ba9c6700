import ArgumentParser
import Grisaille

/// What the latents of samples are drawn from.
struct PriorOptions: ParsableArguments {
    enum Name: String, ExpressibleByArgument, CaseIterable {
        case standard, flow, mixture, vamp
    }

    @Option(
        name: .customLong("prior"),
        help: """
            What the latents of samples are drawn from: flow (a learned flow from noise), mixture (of normal \
            distributions, by prior fit alone), vamp (the posteriors of learned pseudo-inputs, by train alone) or \
            standard (normal). (default: flow; of train with conv or mlp, standard)
            """)
    var name: Name?

    @Flag(help: "Tell the flow prior the classes of the images, so that samples can be drawn of each.")
    var conditional = false

    @Option(
        help: ArgumentHelp(
            "Images that --prior vamp learns beside the network, and components of the prior. (default: 500)",
            valueName: "n"))
    var pseudoInputs: Int?

    @Option(help: ArgumentHelp("Channels of the flow's network. (default: 128; quick: 64)", valueName: "n"))
    var flowWidth: Int?

    @Option(help: ArgumentHelp("Residual blocks of the flow's network. (default: 5; quick: 4)", valueName: "n"))
    var flowBlocks: Int?

    /// - isDefault: whether there is one where nobody says anything.
    /// - classNames: those of the images; nil where they aren't known yet.
    /// - Returns: nil for the standard prior.
    func flow(isDefault: Bool, preset: Preset, classNames: [String]?) throws -> FlowSettings? {
        if name == .mixture {
            throw CommandError.usage("a mixture is fitted to a trained model: grisaille prior fit --prior mixture")
        }
        _ = try learnedPseudoInputs
        guard name ?? (isDefault ? .flow : .standard) == .flow else {
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

    /// How many pseudo-inputs the network shall learn; nil of another prior.
    var learnedPseudoInputs: Int? {
        get throws {
            guard name == .vamp else {
                if pseudoInputs != nil { throw CommandError.usage("--pseudo-inputs belongs to --prior vamp") }
                return nil
            }
            return pseudoInputs ?? 500
        }
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: FlowSettings?) -> String? {
        if let name, (name == .flow) != (saved != nil) { return "--prior" }
        if conditional, saved?.network.classNames.isEmpty ?? true { return "--conditional" }
        if let flowWidth, flowWidth != saved?.network.width { return "--flow-width" }
        if let flowBlocks, flowBlocks != saved?.network.blocks { return "--flow-blocks" }
        return nil
    }
}
