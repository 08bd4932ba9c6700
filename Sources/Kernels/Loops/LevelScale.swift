import CKernels

/// How integer levels lie on the scale of a network's inputs and outputs: level k at (k - centre) / halfRange, so that
/// -1...1 holds the levels that the images have.
public struct LevelScale: Sendable, Hashable {
    /// The highest level of the images' depth.
    public let maximumLevel: Int
    /// The level at 0.
    public let centre: Float
    /// Levels between 0 and 1; at least a half.
    public let halfRange: Float

    /// The scale on which all levels 0...maximumLevel fill -1...1.
    public init(maximumLevel: Int) { self.init(maximumLevel: maximumLevel, range: 0...maximumLevel) }

    /// The scale on which some of the levels fill -1...1.
    ///
    /// - Precondition: the range holds at least two levels, and none below 0 or above the maximum.
    public init(maximumLevel: Int, range: ClosedRange<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= maximumLevel && range.count > 1)
        self.maximumLevel = maximumLevel
        centre = 0.5 * Float(range.lowerBound + range.upperBound)
        halfRange = 0.5 * Float(range.upperBound - range.lowerBound)
    }

    var loops: grisaille_level_scale {
        grisaille_level_scale(maximum_level: Float(maximumLevel), centre: centre, half_range: halfRange)
    }
}
