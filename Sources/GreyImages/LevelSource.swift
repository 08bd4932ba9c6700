/// The kind of stored values that a window of levels is of.
public enum LevelSource: String, Sendable, Hashable, Codable {
    /// Levels of 8 bits.
    case eight
    /// Levels of 16 bits.
    case sixteen
    /// Numbers of an array that are no levels: fractions, or negative ones.
    case number

    init(_ bitDepth: BitDepth) { self = bitDepth == .eight ? .eight : .sixteen }

    /// Whether images of a depth have such values.
    ///
    /// Images of another depth are taken as mapped already, as those that a model made are.
    ///
    /// - source: nil where it isn't known, so that the window tells: one that goes beyond 255 is of 16 bits.
    static func isOf(_ bitDepth: BitDepth, _ source: LevelSource?, _ window: LevelWindow) -> Bool {
        if let source { return source == LevelSource(bitDepth) }
        return bitDepth == .sixteen || window.maximum <= Double(bitDepth.maximumLevel)
    }
}
