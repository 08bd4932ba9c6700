/// How every image is prepared before it is used. A model keeps the preparation of its training images, so that later
/// images are prepared the same way.
///
/// The steps happen in the order of the properties.
public struct ImagePreparation: Sendable, Hashable {
    /// Whether colour is converted to grey (Rec. 709 luma). Otherwise it is an error.
    public var convertToGrey: Bool
    /// The window of stored values that is mapped onto all levels; nil leaves the values unchanged.
    public var levels: LevelWindow?
    /// The kind of values that ``levels`` is for; nil if it isn't known because no image has been read.
    package var levelSource: LevelSource?
    /// The size of every prepared image; nil if all images must have the same size.
    public var size: ImageSize?
    /// How images with other proportions are fitted to ``size``.
    public var fit: Fit
    /// The depth of every prepared image; nil if all images must have the same depth.
    public var bitDepth: BitDepth?

    public init(
        size: ImageSize? = nil, fit: Fit = .pad, bitDepth: BitDepth? = nil, levels: LevelWindow? = nil,
        convertToGrey: Bool = false
    ) {
        self.init(
            size: size, fit: fit, bitDepth: bitDepth, levels: levels, levelSource: nil, convertToGrey: convertToGrey)
    }

    package init(
        size: ImageSize? = nil, fit: Fit = .pad, bitDepth: BitDepth? = nil, levels: LevelWindow? = nil,
        levelSource: LevelSource?, convertToGrey: Bool = false
    ) {
        self.size = size
        self.fit = fit
        self.bitDepth = bitDepth
        self.levels = levels
        self.levelSource = levelSource
        self.convertToGrey = convertToGrey
    }

    /// Whether images stay unchanged.
    public var isEmpty: Bool { size == nil && bitDepth == nil && levels == nil && !convertToGrey }
}

extension ImagePreparation: Codable {
    private enum CodingKeys: String, CodingKey {
        case convertToGrey, levels, levelSource, size, fit, bitDepth
    }

    /// Decodes a preparation.
    ///
    /// - Throws: `DecodingError`, also if a side isn't within 1...8192.
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

    /// Encodes the steps that are present.
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
