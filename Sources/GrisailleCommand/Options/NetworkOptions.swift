import ArgumentParser
import Grisaille

extension LikelihoodKind: ExpressibleByArgument {}
extension Binarization: ExpressibleByArgument {}
extension HiddenActivation: ExpressibleByArgument {}

/// What model to train.
struct NetworkOptions: ParsableArguments {
    enum ArchitectureName: String, ExpressibleByArgument, CaseIterable {
        case residual, ladder, conv, mlp
    }

    @Option(
        help: """
            The networks: residual (convolutions and residual blocks, for samples), ladder (a hierarchy of latents, for \
            likelihoods), conv (strided convolutions) or mlp (dense layers). (default: residual)
            """)
    var architecture: ArchitectureName?

    @Option(
        help: ArgumentHelp(
            "Units of the dense layers, as in 400 or 200,200. (default: mlp 400, conv 256)", valueName: "n,n,…"))
    var hidden: CountList?

    @Option(help: "What follows the dense layers of mlp: relu, tanh, silu or gated. (default: relu)")
    var activation: HiddenActivation?

    @Option(
        help: ArgumentHelp(
            """
            Channels of each level, the finest first; of a ladder one number will do for all. (default: residual \
            32,64,96 and 96 more a level, conv 32,32,64,64, ladder 32,64,64,…)
            """, valueName: "n,n,…"))
    var channels: CountList?

    @Option(
        help: ArgumentHelp(
            """
            Residual blocks of each level, the finest first. (default: residual 1 each, 2 at the last; quick: 0,1,1; \
            ladder 1,2,2,1,1 of 64x64 images)
            """, valueName: "n,n,…"))
    var blocks: CountList?

    @Option(
        help: ArgumentHelp(
            """
            Groups of latents on each level of a ladder, the finest first; a level of 0 has blocks in their place. \
            (default: 2,3,3,2,1 of 64x64 images)
            """, valueName: "n,n,…"))
    var groups: CountList?

    @Option(
        help: ArgumentHelp(
            "Latents of a group at every position, on each level of a ladder. (default: 6,…,32)", valueName: "n,n,…"))
    var groupChannels: CountList?

    @Option(
        help: ArgumentHelp(
            """
            The latent: n dimensions, or a map of height x width x channels as in 8x8x8. (default: residual a map of \
            8 channels, 8x8x8 for 64x64 images; else 32)
            """, valueName: "size"))
    var latent: LatentSize?

    @Option(
        help: """
            How pixels are distributed: gaussian (grey levels, one deviation for all), logistic (grey levels, a scale \
            for each), mixture (grey levels, several logistics for each), autoregressive (a mixture that also depends on \
            the pixels to the left and above: codes best, and leaves latents little to say) or bernoulli (two levels). \
            (default: residual gaussian, ladder mixture, else logistic)
            """)
    var likelihood: LikelihoodKind?

    @Option(
        help: ArgumentHelp("The components of --likelihood mixture or autoregressive. (default: 5)", valueName: "n"))
    var components: Int?

    @Option(help: "Make images binary: none, or dynamic (each pixel drawn anew). (default: none)")
    var binarize: Binarization?

    /// The configuration for a data set.
    ///
    /// - pseudoInputs: of the prior.
    func configuration(for images: ImageDataset, preset: Preset, pseudoInputs: Int?) throws -> ModelConfiguration {
        try configuration(
            size: images.size, bitDepth: images.bitDepth, classNames: images.classNames, preset: preset,
            pseudoInputs: pseudoInputs
        ).fitted(to: images)
    }

    private func configuration(
        size: ImageSize, bitDepth: BitDepth, classNames: [String], preset: Preset, pseudoInputs: Int?
    ) throws -> ModelConfiguration {
        let architecture = try makeArchitecture(size: size, preset: preset)
        var map: LatentMap?
        var count = 32
        switch (latent, architecture) {
        case (.some, .ladder):
            throw CommandError.usage("a ladder's latents are those of its --groups: leave --latent out")
        case (.map(let given), _): map = given
        case (.vector(let given), _): count = given
        case (nil, .ladder(let shape)): count = shape.latentCount(for: size)
        case (nil, .residual(let channels, _)): map = preset.latentMap(for: size, levels: channels.count)
        case (nil, _): break
        }
        return ModelConfiguration(
            architecture: architecture, imageSize: size, bitDepth: bitDepth, latentCount: map?.count ?? count,
            latentMap: map, likelihood: likelihood ?? defaultLikelihood, mixtureComponents: components,
            binarization: binarize ?? .none, pseudoInputs: pseudoInputs, classNames: classNames)
    }

    private var defaultLikelihood: LikelihoodKind {
        switch architecture ?? .residual {
        case .residual: .gaussian
        case .ladder: .mixture
        case .conv, .mlp: .logistic
        }
    }

    /// Whether the defaults of a preset apply: those of the other architectures are their own.
    var isResidual: Bool { architecture ?? .residual == .residual }

    private func makeArchitecture(size: ImageSize, preset: Preset) throws -> Architecture {
        let name = architecture ?? .residual
        func refuse(_ option: String, _ isGiven: Bool, _ owners: String) throws {
            if isGiven { throw CommandError.usage("\(option) belongs to --architecture \(owners)") }
        }
        if name != .mlp { try refuse("--activation", activation != nil, "mlp") }
        if name != .residual, name != .ladder { try refuse("--blocks", blocks != nil, "residual or ladder") }
        if name != .ladder {
            try refuse("--groups", groups != nil, "ladder")
            try refuse("--group-channels", groupChannels != nil, "ladder")
        }
        switch name {
        case .mlp:
            try refuse("--channels", channels != nil, "residual or conv")
            return .mlp(hidden: hidden?.counts ?? [400], activation: activation ?? .relu)
        case .conv:
            let hidden = hidden?.counts ?? [256]
            guard hidden.count == 1 else {
                throw CommandError.usage("--architecture conv has one dense layer: give --hidden one number")
            }
            return .conv(channels: channels?.counts ?? [32, 32, 64, 64], hidden: hidden[0])
        case .residual:
            try refuse("--hidden", hidden != nil, "mlp or conv")
            return residual(size: size, preset: preset)
        case .ladder:
            try refuse("--hidden", hidden != nil, "mlp or conv")
            return .ladder(try ladder(size: size))
        }
    }

    private func ladder(size: ImageSize) throws -> LadderShape {
        var shape = LadderShape(for: size)
        func set(_ list: CountList?, _ option: String, _ path: WritableKeyPath<LadderShape.Level, Int>) throws {
            guard let counts = list?.counts else { return }
            guard counts.count == shape.levels.count else {
                throw CommandError.usage(
                    "\(option) names \(counts.count) levels, and a ladder of \(size) images has \(shape.levels.count), "
                        + "from half their sides to one position")
            }
            for (index, count) in counts.enumerated() { shape.levels[index][keyPath: path] = count }
        }
        if let widths = channels?.counts, widths.count == 1 {
            for index in shape.levels.indices { shape.levels[index].width = widths[0] }
        } else {
            try set(channels, "--channels", \.width)
        }
        try set(blocks, "--blocks", \.blocks)
        try set(groups, "--groups", \.groups)
        try set(groupChannels, "--group-channels", \.channels)
        return shape
    }

    /// As many levels as are named, or as the latent map asks for.
    private func residual(size: ImageSize, preset: Preset) -> Architecture {
        var levels = channels?.counts.count ?? blocks?.counts.count
        if levels == nil, case .map(let map) = latent {
            levels = (1...12).first { preset.latentMap(for: size, levels: $0).height <= map.height }
        }
        guard case .residual(let defaultChannels, let defaultBlocks) = preset.architecture(for: size, levels: levels)
        else { preconditionFailure("presets are residual") }
        return .residual(
            channels: channels?.counts ?? defaultChannels, blocks: blocks?.counts ?? defaultBlocks)
    }

    /// Checks what can be checked before any image is read.
    ///
    /// - size: that of the images, where it is known.
    func check(size: ImageSize?, preset: Preset, settings: TrainingSettings, pseudoInputs: Int?) throws {
        if architecture == .ladder, pseudoInputs != nil {
            throw CommandError.usage("\(ConfigurationError.pseudoInputsOfLadder)")
        }
        if size == nil, architecture == .ladder {
            // Its levels are known with the images' size.
            return try settings.validate()
        }
        var configuration = try configuration(
            size: size ?? ImageSize(width: 8192, height: 8192), bitDepth: .eight, classNames: [], preset: preset,
            pseudoInputs: pseudoInputs)
        // Whether a map fits is only known with the images' size.
        if size == nil, configuration.latentMap != nil {
            configuration.latentMap = nil
            configuration.latentCount = 1
        }
        do {
            try configuration.validate()
        } catch ConfigurationError.outOfRange("number of convolutions", let count, let range) {
            throw CommandError.usage(
                "--channels names \(count) convolutions; there are \(range.lowerBound) to \(range.upperBound)")
        } catch ConfigurationError.outOfRange("number of hidden layers", let count, let range) {
            throw CommandError.usage(
                "--hidden names \(count) layers; there are \(range.lowerBound) to \(range.upperBound)")
        } catch ConfigurationError.outOfRange("number of pseudo-inputs", _, let range) {
            throw CommandError.usage("--pseudo-inputs must be within \(range.lowerBound)...\(range.upperBound)")
        } catch ConfigurationError.outOfRange(let name, _, let range) {
            throw CommandError.usage("--\(name) must be within \(range.lowerBound)...\(range.upperBound)")
        } catch {
            throw CommandError.usage("\(error)")
        }
        try settings.validate(for: configuration)
    }

    /// The first option that was given and isn't what a run was started with.
    func conflict(with saved: ModelConfiguration, prior: PriorOptions) -> String? {
        if let name = prior.name, (name == .vamp) != (saved.pseudoInputs != nil) { return "--prior" }
        if let pseudoInputs = prior.pseudoInputs, pseudoInputs != saved.pseudoInputs { return "--pseudo-inputs" }
        if let architecture, architecture.rawValue != saved.architecture.name { return "--architecture" }
        switch saved.architecture {
        case .mlp(let units, let function):
            if channels != nil { return "--channels" }
            if blocks != nil { return "--blocks" }
            if let hidden, hidden.counts != units { return "--hidden" }
            if let activation, activation != function { return "--activation" }
        case .conv(let outputs, let units):
            if activation != nil { return "--activation" }
            if blocks != nil { return "--blocks" }
            if let channels, channels.counts != outputs { return "--channels" }
            if let hidden, hidden.counts != [units] { return "--hidden" }
        case .residual(let outputs, let counts):
            if activation != nil { return "--activation" }
            if hidden != nil { return "--hidden" }
            if let channels, channels.counts != outputs { return "--channels" }
            if let blocks, blocks.counts != counts { return "--blocks" }
        case .ladder(let shape):
            if activation != nil { return "--activation" }
            if hidden != nil { return "--hidden" }
            if let widths = channels?.counts {
                let isOne = widths.count == 1
                guard shape.levels.map(\.width) == (isOne ? shape.levels.map { _ in widths[0] } : widths) else {
                    return "--channels"
                }
            }
            if let blocks, blocks.counts != shape.levels.map(\.blocks) { return "--blocks" }
            if let groups, groups.counts != shape.levels.map(\.groups) { return "--groups" }
            if let groupChannels, groupChannels.counts != shape.levels.map(\.channels) { return "--group-channels" }
        }
        let savedLatent = saved.latentMap.map(LatentSize.map) ?? .vector(saved.latentCount)
        if let latent, latent != savedLatent { return "--latent" }
        if let likelihood, likelihood != saved.likelihood { return "--likelihood" }
        if let binarize, binarize != saved.binarization { return "--binarize" }
        return nil
    }
}
