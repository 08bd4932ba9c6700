import GreyImages

/// Everything that fixes a model's shape and meaning, as the model file holds it.
public struct ModelConfiguration: Sendable, Hashable, Codable {
    public var architecture: Architecture
    public var imageSize: ImageSize
    public var bitDepth: BitDepth
    /// Dimensions of the latent vector.
    public var latentCount: Int
    public var likelihood: LikelihoodKind
    public var binarization: Binarization
    /// The classes of the images that the model was trained on; empty when they had none.
    public var classNames: [String]

    public init(
        architecture: Architecture, imageSize: ImageSize, bitDepth: BitDepth, latentCount: Int,
        likelihood: LikelihoodKind, binarization: Binarization = .none, classNames: [String] = []
    ) {
        self.architecture = architecture
        self.imageSize = imageSize
        self.bitDepth = bitDepth
        self.latentCount = latentCount
        self.likelihood = likelihood
        self.binarization = binarization
        self.classNames = classNames
    }

    /// Checks what a user or a file asks for, before any memory is taken.
    ///
    /// - Throws: `ConfigurationError`.
    public func validate() throws(ConfigurationError) {
        try Self.check(imageSize.width, "image width", within: 1...8192)
        try Self.check(imageSize.height, "image height", within: 1...8192)
        try Self.check(latentCount, "latent", within: 1...65_536)
        switch architecture {
        case .mlp(let hidden):
            try Self.check(hidden.count, "number of hidden layers", within: 1...16)
            for units in hidden { try Self.check(units, "hidden", within: 1...65_536) }
        case .conv(let channels, let hidden):
            try Self.check(channels.count, "number of convolutions", within: 1...12)
            for count in channels { try Self.check(count, "channels", within: 1...4096) }
            try Self.check(hidden, "hidden", within: 1...65_536)
            if channels.count > 1, max(imageSize.width, imageSize.height) < 1 << (channels.count - 1) {
                throw .tooManyConvolutions(channels.count, size: imageSize)
            }
        }
        if binarization == .dynamic, likelihood != .bernoulli { throw .binarizationWithoutBernoulli }
    }

    private static func check(_ value: Int, _ name: String, within range: ClosedRange<Int>) throws(ConfigurationError) {
        guard range.contains(value) else { throw .outOfRange(name: name, value: value, range: range) }
    }
}
