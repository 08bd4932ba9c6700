import GreyImages
import Kernels

/// The shape and meaning of a model, as the model file holds them.
public struct ModelConfiguration: Sendable, Hashable, Codable {
    public var architecture: Architecture
    public var imageSize: ImageSize
    public var bitDepth: BitDepth
    /// The levels that fill the networks' scale; nil for the whole depth.
    public var levelRange: LevelRange?
    /// Dimensions of the latent.
    public var latentCount: Int
    /// The latent's shape if it is a map; nil for a vector.
    public var latentMap: LatentMap?
    public var likelihood: LikelihoodKind
    /// The components of a mixture or autoregressive likelihood; nil for the others.
    public var mixtureComponents: Int?
    public var binarization: Binarization
    /// How many pseudo-inputs the network learns for its prior; nil for the standard normal prior or a ladder's.
    public var pseudoInputs: Int?
    /// The classes of the training images; empty if they had none.
    public var classNames: [String]
    /// How the training images were prepared; nil if they were used as they came.
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

    /// The maximum number of dimensions of a latent vector, and of a latent map: that of four channels for the largest images.
    private static let mostLatents = 65_536
    private static let mostMappedLatents = 4 * 1024 * 1024

    /// Checks what a user or a file asks for, before any memory is taken.
    ///
    /// - Throws: `ConfigurationError`.
    public func validate() throws(ConfigurationError) {
        try Self.check(imageSize.width, .imageWidth, within: 1...8192)
        try Self.check(imageSize.height, .imageHeight, within: 1...8192)
        if case .ladder = architecture {
        } else {
            let most = latentMap == nil ? Self.mostLatents : Self.mostMappedLatents
            try Self.check(latentCount, .latentCount, within: 1...most)
        }
        switch architecture {
        case .mlp(let hidden, _):
            try Self.check(hidden.count, .hiddenLayerCount, within: 1...16)
            for units in hidden { try Self.check(units, .hiddenUnits, within: 1...65_536) }
        case .conv(let channels, let hidden):
            try check(channels: channels)
            try Self.check(hidden, .hiddenUnits, within: 1...65_536)
        case .residual(let channels, let blocks, _):
            try check(channels: channels)
            guard blocks.count == channels.count else { throw .blocksAndChannels(blocks.count, channels.count) }
            for count in blocks { try Self.check(count, .blocks, within: 0...64) }
        case .ladder(let shape):
            try shape.validate(for: imageSize)
            let count = shape.latentCount(for: imageSize)
            try Self.check(latentCount, .latentCount, within: count...count)
        }
        try checkLatentMap()
        try checkLevelRange()
        if let mixtureComponents {
            guard likelihood.hasComponents else { throw .componentsWithoutMixture }
            try Self.check(mixtureComponents, .componentCount, within: 1...KernelSet.maximumComponents)
        }
        if let pseudoInputs {
            if case .ladder = architecture { throw .pseudoInputsOfLadder }
            try Self.check(pseudoInputs, .pseudoInputCount, within: 1...10_000)
        }
        try ClassName.check(classNames)
        if likelihood == .bernoulli, bitDepth != .eight { throw .bernoulliDepth }
        if binarization == .dynamic, likelihood != .bernoulli { throw .binarizationWithoutBernoulli }
    }

    private func check(channels: [Int]) throws(ConfigurationError) {
        try Self.check(channels.count, .convolutionCount, within: 1...12)
        for count in channels { try Self.check(count, .channels, within: 1...4096) }
        if channels.count > 1, max(imageSize.width, imageSize.height) < 1 << (channels.count - 1) {
            throw .tooManyConvolutions(channels.count, size: imageSize)
        }
    }

    private func checkLatentMap() throws(ConfigurationError) {
        guard let latentMap else { return }
        guard case .residual(let channels, _, _) = architecture else { throw .mapOfVectors(architecture.kind) }
        try Self.check(latentMap.channels, .latentMapChannels, within: 1...4096)
        let pyramid = Pyramid(imageSize: imageSize, levels: channels.count)
        let lowest = pyramid.sizes[channels.count]
        guard (latentMap.height, latentMap.width) == (lowest.height, lowest.width) else {
            throw .latentMap(latentMap, size: imageSize, possible: pyramid.mapSizes, levels: channels.count)
        }
        guard latentMap.count == latentCount else {
            throw .outOfRange(.latentCount, value: latentCount, range: latentMap.count...latentMap.count)
        }
    }

    static func check(
        _ value: Int, _ parameter: ModelParameter, within range: ClosedRange<Int>
    ) throws(ConfigurationError) {
        guard range.contains(value) else { throw .outOfRange(parameter, value: value, range: range) }
    }
}
