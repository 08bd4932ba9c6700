/// What is done to every image before it is used: a model keeps it, so that later images are treated alike.
///
/// The steps are taken in the order of the properties.
public struct ImagePreparation: Sendable, Hashable {
    /// Colour is turned into grey (Rec. 709 luma) rather than refused.
    public var convertToGrey: Bool
    /// The window of stored values that is mapped onto all levels; nil leaves levels as they are.
    public var levels: LevelWindow?
    /// What ``levels`` are of; nil where they were named and no image was read yet.
    public var levelSource: LevelSource?
    /// Every image is brought to this size; nil wants all of one size.
    public var size: ImageSize?
    /// How images of other proportions are brought to ``size``.
    public var fit: Fit
    /// Every image is brought to this depth; nil wants all of one depth.
    public var bitDepth: BitDepth?

    public init(
        size: ImageSize? = nil, fit: Fit = .pad, bitDepth: BitDepth? = nil, levels: LevelWindow? = nil,
        levelSource: LevelSource? = nil, convertToGrey: Bool = false
    ) {
        self.size = size
        self.fit = fit
        self.bitDepth = bitDepth
        self.levels = levels
        self.levelSource = levelSource
        self.convertToGrey = convertToGrey
    }

    /// Whether images are taken as they come.
    public var isEmpty: Bool { size == nil && bitDepth == nil && levels == nil && !convertToGrey }
}

extension ImagePreparation: Codable {
    private enum CodingKeys: String, CodingKey {
        case convertToGrey, levels, levelSource, size, fit, bitDepth
    }

    /// - Throws: `DecodingError`, also for a size that is empty or beyond 8192 a side.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            size: try container.decodeIfPresent(ImageSize.self, forKey: .size),
            fit: try container.decodeIfPresent(Fit.self, forKey: .fit) ?? .pad,
            bitDepth: try container.decodeIfPresent(BitDepth.self, forKey: .bitDepth),
            levels: try container.decodeIfPresent(LevelWindow.self, forKey: .levels),
            levelSource: try container.decodeIfPresent(LevelSource.self, forKey: .levelSource),
            convertToGrey: try container.decodeIfPresent(Bool.self, forKey: .convertToGrey) ?? false)
        let sides = 1...8192
        if let size, !sides.contains(size.width) || !sides.contains(size.height) {
            throw DecodingError.dataCorruptedError(
                forKey: .size, in: container, debugDescription: "a side is within 1...8192")
        }
    }

    /// Steps that aren't taken are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if convertToGrey { try container.encode(true, forKey: .convertToGrey) }
        try container.encodeIfPresent(levels, forKey: .levels)
        if levels != nil { try container.encodeIfPresent(levelSource, forKey: .levelSource) }
        try container.encodeIfPresent(size, forKey: .size)
        if size != nil { try container.encode(fit, forKey: .fit) }
        try container.encodeIfPresent(bitDepth, forKey: .bitDepth)
    }
}
