/// How the stored values of images were converted to the levels of a data set.
package struct LevelReport: Sendable, Hashable {
    /// The depth of the levels.
    package let bitDepth: BitDepth
    /// The minimum and maximum of the stored values that were mapped; nil if no image was mapped.
    package internal(set) var values: ClosedRange<Double>?
    /// The number of pixels that were mapped.
    package internal(set) var pixelCount = 0
    /// The number of these pixels outside the window.
    package internal(set) var clippedCount = 0
    /// The number of images that count as mapped already, because the window is for another kind of values.
    package internal(set) var mappedBeforeCount = 0
    /// The number of different levels after mapping.
    package internal(set) var usedLevels = 0
    /// Whether only the depth was changed, so that the images may use few of its levels.
    package internal(set) var isWithoutWindow = false

    init(bitDepth: BitDepth, mappedBeforeCount: Int = 0) {
        self.bitDepth = bitDepth
        self.mappedBeforeCount = mappedBeforeCount
    }

    /// The window with which the images would use all levels; nil if they were mapped through one or use most levels.
    package var betterWindow: LevelWindow? {
        guard isWithoutWindow, usedLevels < (bitDepth.maximumLevel + 1) / 2, let values else {
            return nil
        }
        return LevelWindow(minimum: values.lowerBound, maximum: values.upperBound)
    }

    /// Adds the report on other images.
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
    /// Combines the reports on all images of a data set; nil if there are none.
    init?(_ parts: [LevelReport], of samples: PackedSamples) {
        guard let first = parts.first else { return nil }
        self = parts.dropFirst().reduce(into: first) { $0.add($1) }
        usedLevels = samples.levelHistogram().distinctCount
    }
}
