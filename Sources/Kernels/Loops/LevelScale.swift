import CKernels

/// The scale of a network's inputs and outputs, on which integer level k is (k - centre) / halfRange. The levels of the
/// images are within -1...1.
package struct LevelScale: Sendable, Hashable {
    /// The highest level of the images' bit depth.
    package let maximumLevel: Int
    /// The level that is 0 on the scale.
    package let centre: Float
    /// The number of levels between 0 and 1 on the scale; at least a half.
    package let halfRange: Float

    /// The scale on which the levels 0...maximumLevel fill -1...1.
    package init(maximumLevel: Int) { self.init(maximumLevel: maximumLevel, range: 0...maximumLevel) }

    /// The scale on which a range of levels fills -1...1.
    ///
    /// - Precondition: The range holds at least two levels, and none below 0 or above the maximum.
    package init(maximumLevel: Int, range: ClosedRange<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= maximumLevel && range.count > 1)
        self.maximumLevel = maximumLevel
        centre = 0.5 * Float(range.lowerBound + range.upperBound)
        halfRange = 0.5 * Float(range.upperBound - range.lowerBound)
    }

    var loops: grisaille_level_scale {
        grisaille_level_scale(maximum_level: Float(maximumLevel), centre: centre, half_range: halfRange)
    }
}
