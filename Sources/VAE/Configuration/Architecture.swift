/// The networks of a model, with their sizes.
public enum Architecture: Sendable, Hashable {
    /// Dense layers with these numbers of units from the image to the latent, mirrored from the latent to the image.
    case mlp(hidden: [Int], activation: HiddenActivation = .relu)
    /// 4×4 convolutions of stride 2 with these numbers of channels, then a dense layer; mirrored in the decoder.
    case conv(channels: [Int], hidden: Int)
    /// 4×4 convolutions of stride 2 with these numbers of channels, each followed by residual blocks; mirrored in the
    /// decoder, which enlarges its maps as `upsampling` says.
    case residual(channels: [Int], blocks: [Int], upsampling: Upsampling = .resized)
    /// A hierarchy of groups of latents from one position to half the image's sides.
    case ladder(LadderShape)

    /// The kinds of networks, as the command line and the model file name them.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case residual, ladder, conv, mlp
    }

    public var kind: Kind {
        switch self {
        case .mlp: .mlp
        case .conv: .conv
        case .residual: .residual
        case .ladder: .ladder
        }
    }

    /// The kind's name in the model file.
    public var name: String { kind.rawValue }
}

extension Architecture: Codable {
    private enum Key: String, CodingKey {
        case name, hidden, activation, channels, blocks, upsampling, levels
    }

    public init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let name = try values.decode(String.self, forKey: .name)
        switch name {
        case "mlp":
            self = .mlp(
                hidden: try values.decode([Int].self, forKey: .hidden),
                activation: try values.decodeIfPresent(HiddenActivation.self, forKey: .activation) ?? .relu)
        case "conv":
            self = .conv(
                channels: try values.decode([Int].self, forKey: .channels),
                hidden: try values.decode(Int.self, forKey: .hidden))
        case "residual":
            self = .residual(
                channels: try values.decode([Int].self, forKey: .channels),
                blocks: try values.decode([Int].self, forKey: .blocks),
                upsampling: try values.decodeIfPresent(Upsampling.self, forKey: .upsampling) ?? .transposed)
        case "ladder":
            self = .ladder(LadderShape(levels: try values.decode([LadderShape.Level].self, forKey: .levels)))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: values, debugDescription: "there is no architecture ‘\(name)’")
        }
    }

    public func encode(to encoder: any Swift.Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(name, forKey: .name)
        switch self {
        case .mlp(let hidden, let activation):
            try values.encode(hidden, forKey: .hidden)
            try values.encode(activation, forKey: .activation)
        case .conv(let channels, let hidden):
            try values.encode(channels, forKey: .channels)
            try values.encode(hidden, forKey: .hidden)
        case .residual(let channels, let blocks, let upsampling):
            try values.encode(channels, forKey: .channels)
            try values.encode(blocks, forKey: .blocks)
            // A file without the key means transposed convolutions, to older versions too.
            if upsampling != .transposed { try values.encode(upsampling, forKey: .upsampling) }
        case .ladder(let shape):
            try values.encode(shape.levels, forKey: .levels)
        }
    }
}
