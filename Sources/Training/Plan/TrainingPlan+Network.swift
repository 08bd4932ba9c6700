import GreyImages
import VAE

/// The choices that shape the networks.
extension TrainingPlan {
    private static let maximumCount = 65_536

    /// The number of levels that choices imply for a residual network; nil if they imply none.
    static func levelCount(_ choices: [TrainingChoice], size: ImageSize, preset: Preset) -> Int? {
        var (channels, blocks, map): (Int?, Int?, Int?)
        for choice in choices {
            switch choice {
            case .channels(let counts): channels = counts.count
            case .blocks(let counts): blocks = counts.count
            // The smallest number of halvings that reaches the map's height.
            case .latent(.map(let wanted)):
                map = (1...12).first { preset.latentMap(for: size, levels: $0).height <= wanted.height }
            default: break
            }
        }
        return channels ?? blocks ?? map
    }

    mutating func setArchitecture(_ kind: Architecture.Kind) {
        guard kind != configuration.architecture.kind else { return }
        let defaults = ModelConfiguration(
            kind, size: configuration.imageSize, bitDepth: configuration.bitDepth, preset: settings.preset ?? .standard)
        configuration.architecture = defaults.architecture
        (configuration.latentCount, configuration.latentMap) = (defaults.latentCount, defaults.latentMap)
    }

    mutating func setHidden(_ units: [Int]) throws(TrainingError) {
        switch configuration.architecture {
        case .mlp(_, let activation): configuration.architecture = .mlp(hidden: units, activation: activation)
        case .conv(let channels, _):
            guard units.count == 1 else { throw .oneHiddenLayer }
            configuration.architecture = .conv(channels: channels, hidden: units[0])
        case .residual, .ladder: throw .belongsToArchitecture(.hiddenUnits, [.mlp, .conv])
        }
    }

    mutating func setActivation(_ activation: HiddenActivation) throws(TrainingError) {
        guard case .mlp(let hidden, _) = configuration.architecture else {
            throw .belongsToArchitecture(.activation, [.mlp])
        }
        configuration.architecture = .mlp(hidden: hidden, activation: activation)
    }

    mutating func setChannels(_ channels: [Int]) throws(TrainingError) {
        switch configuration.architecture {
        case .conv(_, let hidden): configuration.architecture = .conv(channels: channels, hidden: hidden)
        case .residual(_, let blocks, let upsampling):
            configuration.architecture = .residual(channels: channels, blocks: blocks, upsampling: upsampling)
        case .ladder(let shape):
            let all = channels.count == 1 ? shape.levels.map { _ in channels[0] } : channels
            try setLadder(.channels, \.width, all)
        case .mlp: throw .belongsToArchitecture(.channels, [.residual, .ladder, .conv])
        }
    }

    mutating func setBlocks(_ blocks: [Int]) throws(TrainingError) {
        switch configuration.architecture {
        case .residual(let channels, _, let upsampling):
            configuration.architecture = .residual(channels: channels, blocks: blocks, upsampling: upsampling)
        case .ladder: try setLadder(.blocks, \.blocks, blocks)
        case .conv, .mlp: throw .belongsToArchitecture(.blocks, [.residual, .ladder])
        }
    }

    /// Sets a number for each level of a ladder.
    mutating func setLadder(
        _ parameter: ModelParameter, _ path: WritableKeyPath<LadderShape.Level, Int>, _ counts: [Int]
    ) throws(TrainingError) {
        guard case .ladder(var shape) = configuration.architecture else {
            throw .belongsToArchitecture(parameter, [.ladder])
        }
        guard counts.count == shape.levels.count else {
            throw .ladderLevels(
                parameter, count: counts.count, needed: shape.levels.count, size: configuration.imageSize)
        }
        // Larger numbers can't be built, and their product may overflow.
        for count in counts where !(0...Self.maximumCount).contains(count) {
            throw .configuration(.outOfRange(parameter, value: count, range: 0...Self.maximumCount))
        }
        for (level, count) in counts.enumerated() { shape.levels[level][keyPath: path] = count }
        configuration.architecture = .ladder(shape)
        configuration.latentCount = shape.latentCount(for: configuration.imageSize)
    }

    mutating func setLatent(_ latent: LatentShape) throws(TrainingError) {
        guard configuration.architecture.kind != .ladder else { throw .latentOfLadder }
        switch latent {
        case .vector(let count): (configuration.latentCount, configuration.latentMap) = (count, nil)
        case .map(let map): (configuration.latentCount, configuration.latentMap) = (map.count, map)
        }
    }

    mutating func setLikelihood(_ likelihood: LikelihoodKind) {
        guard likelihood != configuration.likelihood else { return }
        configuration.likelihood = likelihood
        configuration.mixtureComponents = likelihood.hasComponents ? LikelihoodKind.mixtureComponents : nil
    }
}
