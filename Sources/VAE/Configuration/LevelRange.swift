import GreyImages
import Kernels

/// The levels that fill the scale -1...1 of a network's inputs and outputs.
///
/// Scanners write 12 bits into 16, so that images span a sixteenth of the levels they could have. A network that saw all
/// of them as one shade of black would learn nothing. Likelihoods stay those of all the integers of the depth: a level
/// outside the range has its probability like any other.
public struct LevelRange: Sendable, Hashable, Codable {
    public var minimum: Int
    public var maximum: Int

    public init(minimum: Int, maximum: Int) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// From the lowest to the highest level, 0 of one level alone.
    public var span: Int { maximum - minimum }
    /// As a user reads it: `0...4095`.
    public var description: String { "\(minimum)...\(maximum)" }
}

extension LevelRange {
    /// Standard deviations on both sides of the mean beyond which levels don't widen a range: a few hot pixels must not
    /// press all others together.
    private static let maximumDeviations = 6.0

    /// The range of images whose levels are counted; nil where it's the whole depth.
    ///
    /// 8-bit images that span at least half of their levels count as spanning all: that is how they are made, and how
    /// published figures take them.
    public init?(of levels: LevelHistogram) {
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
    /// Pixels of a data set whose levels lie outside the range.
    ///
    /// - Complexity: O(pixels of all images).
    public func outsideCount(in images: ImageDataset) -> Int {
        images.levelHistogram().count(outside: minimum...maximum)
    }
}

extension ModelConfiguration {
    /// The configuration for images like these: its range is that of their levels.
    ///
    /// - Complexity: O(pixels of all images).
    public func fitted(to images: ImageDataset) -> ModelConfiguration {
        var fitted = self
        // Where levels are probabilities, 0 and the maximum are fixed.
        fitted.levelRange = likelihood == .bernoulli ? nil : LevelRange(of: images.levelHistogram())
        return fitted
    }

    /// The levels that fill the networks' scale, the whole depth where no range is set.
    public var levels: LevelRange { levelRange ?? LevelRange(minimum: 0, maximum: bitDepth.maximumLevel) }

    /// The window through which pictures for people show this model's images; nil of the whole depth.
    public var shownLevels: LevelWindow? {
        levelRange.flatMap { LevelWindow(minimum: Double($0.minimum), maximum: Double($0.maximum)) }
    }

    /// How levels lie on the networks' scale.
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
