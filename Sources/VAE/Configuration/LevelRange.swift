import GreyImages
import Kernels

/// The levels that fill the scale -1...1 of a network's inputs and outputs.
///
/// Scanners store 12 bits in 16, so images may span a sixteenth of the possible levels. On the scale of all levels they
/// would be one shade of black, and a network would learn nothing. Likelihoods still cover every integer of the depth: a
/// level outside the range has a probability too.
public struct LevelRange: Sendable, Hashable, Codable {
    public var minimum: Int
    public var maximum: Int

    public init(minimum: Int, maximum: Int) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The highest level minus the lowest; 0 if they are equal.
    public var span: Int { maximum - minimum }
    /// Both levels, as in `0...4095`.
    public var description: String { "\(minimum)...\(maximum)" }
}

extension LevelRange {
    /// Levels farther than this many standard deviations from the mean don't widen a range: a few hot pixels must not
    /// press all others together.
    private static let maximumDeviations = 6.0

    /// The range of the levels in a histogram; nil if it is the whole depth.
    ///
    /// 8-bit images that span at least half of their levels count as spanning all, as published figures take them.
    package init?(of levels: LevelHistogram) {
        guard let minimum = levels.minimum, let maximum = levels.maximum else { return nil }
        let depth = levels.bitDepth.maximumLevel
        let reach = Self.maximumDeviations * levels.standardDeviation
        let low = max(Double(minimum), (levels.mean - reach).rounded(.down))
        let high = min(Double(maximum), (levels.mean + reach).rounded(.up))
        var range = LevelRange(minimum: Int(low), maximum: Int(high))
        if levels.bitDepth == .eight, 2 * range.span >= depth { return nil }
        if range.span < 2 {
            // Images of one level or two leave nothing to scale by.
            range = LevelRange(minimum: max(0, range.minimum - 1), maximum: min(depth, range.maximum + 1))
        }
        if range.span == depth { return nil }
        self = range
    }
}

extension LevelRange {
    /// The number of pixels in a data set whose levels lie outside the range.
    ///
    /// - Complexity: O(pixels of all images).
    package func outsideCount(in images: ImageDataset) -> Int {
        images.levelHistogram().count(outside: minimum...maximum)
    }
}

extension ModelConfiguration {
    /// The configuration with the range of a data set's levels.
    ///
    /// - Complexity: O(pixels of all images).
    public func fitted(to images: ImageDataset) -> ModelConfiguration {
        var fitted = self
        // Levels that are probabilities have a fixed scale.
        fitted.levelRange = likelihood == .bernoulli ? nil : LevelRange(of: images.levelHistogram())
        return fitted
    }

    /// The levels that fill the networks' scale: the range, or the whole depth if there is none.
    public var levels: LevelRange { levelRange ?? LevelRange(minimum: 0, maximum: bitDepth.maximumLevel) }

    /// The window through which pictures for people show this model's images; nil for the whole depth.
    package var shownLevels: LevelWindow? {
        levelRange.flatMap { LevelWindow(minimum: Double($0.minimum), maximum: Double($0.maximum)) }
    }

    /// The map from levels to the networks' scale.
    var levelScale: LevelScale {
        LevelScale(maximumLevel: bitDepth.maximumLevel, range: levels.minimum...levels.maximum)
    }

    func checkLevelRange() throws(ConfigurationError) {
        guard let levelRange else { return }
        guard levelRange.minimum >= 0, levelRange.minimum < levelRange.maximum,
            levelRange.maximum <= bitDepth.maximumLevel
        else { throw .levelRange(levelRange, bitDepth) }
        if likelihood == .bernoulli { throw .levelRangeOfTwoLevels }
    }
}
