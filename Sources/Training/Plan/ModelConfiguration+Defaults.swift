import GreyImages
import VAE

extension ModelConfiguration {
    /// Creates the default configuration of an architecture for a kind of image.
    ///
    /// - Parameters:
    ///   - architecture: The kind of network.
    ///   - size: The size of the images.
    ///   - bitDepth: The bit depth of the images.
    ///   - preset: The preset whose defaults a residual network takes.
    ///   - levels: The number of levels of a residual network; nil for the number that suits the size.
    public init(
        _ architecture: Architecture.Kind, size: ImageSize, bitDepth: BitDepth, preset: Preset = .standard,
        levels: Int? = nil
    ) {
        let (networks, map, count) = Self.networks(architecture, size, preset, levels)
        self.init(
            architecture: networks, imageSize: size, bitDepth: bitDepth, latentCount: count, latentMap: map,
            likelihood: LikelihoodKind(defaultFor: architecture))
    }

    private static let vectorLatents = 32

    private static func networks(
        _ kind: Architecture.Kind, _ size: ImageSize, _ preset: Preset, _ levels: Int?
    ) -> (Architecture, LatentMap?, latentCount: Int) {
        switch kind {
        case .mlp: return (.mlp(hidden: [400]), nil, vectorLatents)
        case .conv: return (.conv(channels: [32, 32, 64, 64], hidden: 256), nil, vectorLatents)
        case .ladder:
            let shape = LadderShape(for: size)
            return (.ladder(shape), nil, shape.latentCount(for: size))
        case .residual:
            let networks = preset.architecture(for: size, levels: levels)
            guard case .residual(let channels, _, _) = networks else { preconditionFailure("presets are residual") }
            let map = preset.latentMap(for: size, levels: channels.count)
            return (networks, map, map.count)
        }
    }
}

extension LikelihoodKind {
    /// The default likelihood of an architecture.
    init(defaultFor architecture: Architecture.Kind) {
        switch architecture {
        case .residual: self = .gaussian
        case .ladder: self = .mixture
        case .conv, .mlp: self = .logistic
        }
    }
}
