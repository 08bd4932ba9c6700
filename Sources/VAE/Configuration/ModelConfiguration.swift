import GreyImages
import Kernels

/// Everything that fixes a model's shape and meaning, as the model file holds it.
public struct ModelConfiguration: Sendable, Hashable, Codable {
    public var architecture: Architecture
    public var imageSize: ImageSize
    public var bitDepth: BitDepth
    /// The levels that fill the networks' scale; nil of the whole depth.
    public var levelRange: LevelRange?
    /// Dimensions of the latent.
    public var latentCount: Int
    /// The latent's shape where it is a map; nil of a vector.
    public var latentMap: LatentMap?
    public var likelihood: LikelihoodKind
    /// The components of the likelihood where it is a mixture; nil of the others.
    public var mixtureComponents: Int?
    public var binarization: Binarization
    /// How many pseudo-inputs the network learns for its prior; nil of the standard normal prior, or a ladder's.
    public var pseudoInputs: Int?
    /// The classes of the images that the model was trained on; empty when they had none.
    public var classNames: [String]
    /// What was done to the images that the model was trained on; nil where they were taken as they came.
    public var preparation: ImagePreparation?

    public init(
        architecture: Architecture, imageSize: ImageSize, bitDepth: BitDepth, levelRange: LevelRange? = nil,
        latentCount: Int, latentMap: LatentMap? = nil, likelihood: LikelihoodKind, mixtureComponents: Int? = nil,
        binarization: Binarization = .none, pseudoInputs: Int? = nil, classNames: [String] = [],
        preparation: ImagePreparation? = nil
    ) {
        self.architecture = architecture
        self.imageSize = imageSize
        self.bitDepth = bitDepth
        self.levelRange = levelRange
        self.latentCount = latentCount
        self.latentMap = latentMap
        self.likelihood = likelihood
        self.mixtureComponents =
            mixtureComponents ?? (likelihood.hasComponents ? LikelihoodKind.mixtureComponents : nil)
        self.binarization = binarization
        self.pseudoInputs = pseudoInputs
        self.classNames = classNames
        self.preparation = preparation
    }

    /// Checks what a user or a file asks for, before any memory is taken.
    ///
    /// - Throws: `ConfigurationError`.
    public func validate() throws(ConfigurationError) {
        try Self.check(imageSize.width, "image width", within: 1...8192)
        try Self.check(imageSize.height, "image height", within: 1...8192)
        if case .ladder = architecture {} else { try Self.check(latentCount, "latent", within: 1...65_536) }
        switch architecture {
        case .mlp(let hidden, _):
            try Self.check(hidden.count, "number of hidden layers", within: 1...16)
            for units in hidden { try Self.check(units, "hidden", within: 1...65_536) }
        case .conv(let channels, let hidden):
            try check(channels: channels)
            try Self.check(hidden, "hidden", within: 1...65_536)
        case .residual(let channels, let blocks):
            try check(channels: channels)
            guard blocks.count == channels.count else { throw .blocksAndChannels(blocks.count, channels.count) }
            for count in blocks { try Self.check(count, "blocks", within: 0...64) }
        case .ladder(let shape):
            try shape.validate(for: imageSize)
            let count = shape.latentCount(for: imageSize)
            try Self.check(latentCount, "latent", within: count...count)
        }
        try checkLatentMap()
        try checkLevelRange()
        if let mixtureComponents {
            guard likelihood.hasComponents else { throw .componentsWithoutMixture }
            try Self.check(mixtureComponents, "number of components", within: 1...KernelSet.mostComponents)
        }
        if let pseudoInputs {
            if case .ladder = architecture { throw .pseudoInputsOfLadder }
            try Self.check(pseudoInputs, "number of pseudo-inputs", within: 1...10_000)
        }
        try ClassName.check(classNames)
        if likelihood == .bernoulli, bitDepth != .eight { throw .bernoulliDepth }
        if binarization == .dynamic, likelihood != .bernoulli { throw .binarizationWithoutBernoulli }
    }

    private func check(channels: [Int]) throws(ConfigurationError) {
        try Self.check(channels.count, "number of convolutions", within: 1...12)
        for count in channels { try Self.check(count, "channels", within: 1...4096) }
        if channels.count > 1, max(imageSize.width, imageSize.height) < 1 << (channels.count - 1) {
            throw .tooManyConvolutions(channels.count, size: imageSize)
        }
    }

    private func checkLatentMap() throws(ConfigurationError) {
        guard let latentMap else { return }
        guard case .residual(let channels, _) = architecture else { throw .mapOfVectors(architecture.name) }
        try Self.check(latentMap.channels, "latent map's channels", within: 1...4096)
        let pyramid = Pyramid(imageSize: imageSize, levels: channels.count)
        let lowest = pyramid.sizes[channels.count]
        guard (latentMap.height, latentMap.width) == (lowest.height, lowest.width) else {
            throw .latentMap(latentMap, size: imageSize, possible: pyramid.mapSizes, levels: channels.count)
        }
        guard latentMap.count == latentCount else {
            throw .outOfRange(name: "latent", value: latentCount, range: latentMap.count...latentMap.count)
        }
    }

    static func check(_ value: Int, _ name: String, within range: ClosedRange<Int>) throws(ConfigurationError) {
        guard range.contains(value) else { throw .outOfRange(name: name, value: value, range: range) }
    }
}
