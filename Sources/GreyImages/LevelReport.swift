/// What became of stored values on their way to the levels of a data set.
public struct LevelReport: Sendable, Hashable {
    /// The depth that was mapped to.
    public let bitDepth: BitDepth
    /// The least and the greatest stored value of the images that were mapped; nil where there were none.
    public internal(set) var values: ClosedRange<Double>?
    /// Pixels of the images that were mapped.
    public internal(set) var pixelCount = 0
    /// Those of them that lay beyond the window.
    public internal(set) var clippedCount = 0
    /// Images that were taken as mapped already, since the window is one of other values than theirs.
    public internal(set) var mappedBeforeCount = 0
    /// How many different levels the images have now.
    public internal(set) var usedLevels = 0
    /// Whether nothing but the depth was changed, so that the values' own range may use few of its levels.
    public internal(set) var isWithoutWindow = false

    init(bitDepth: BitDepth, mappedBeforeCount: Int = 0) {
        self.bitDepth = bitDepth
        self.mappedBeforeCount = mappedBeforeCount
    }

    /// The window with which the images use all levels; nil where they went through one, or use most levels anyway.
    public var betterWindow: LevelWindow? {
        guard isWithoutWindow, usedLevels < (bitDepth.maximumLevel + 1) / 2, let values else {
            return nil
        }
        return LevelWindow(minimum: values.lowerBound, maximum: values.upperBound)
    }

    /// Adds what became of other images.
    mutating func add(_ other: LevelReport) {
        if let range = other.values {
            let own = values ?? range
            values = min(own.lowerBound, range.lowerBound)...max(own.upperBound, range.upperBound)
        }
        pixelCount += other.pixelCount
        clippedCount += other.clippedCount
        mappedBeforeCount += other.mappedBeforeCount
        isWithoutWindow = isWithoutWindow || other.isWithoutWindow
    }
}

extension LevelReport {
    /// What became of all images of a data set; nil where nothing is to be told of any.
    init?(_ parts: [LevelReport], of samples: PackedSamples) {
        guard let first = parts.first else { return nil }
        self = parts.dropFirst().reduce(into: first) { $0.add($1) }
        usedLevels = samples.levelHistogram().distinctCount
    }
}
