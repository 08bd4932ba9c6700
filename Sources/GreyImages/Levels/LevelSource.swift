/// The kind of stored values that a window of levels is for.
package enum LevelSource: String, Sendable, Hashable, Codable {
    /// 8-bit levels.
    case eight
    /// 16-bit levels.
    case sixteen
    /// Numbers of an array that aren't levels, such as fractions and negative numbers.
    case number

    init(_ bitDepth: BitDepth) { self = bitDepth == .eight ? .eight : .sixteen }

    /// Whether a window is for images of a depth.
    ///
    /// Images of another depth count as mapped already. Images that a model made are an example.
    ///
    /// - Parameters:
    ///   - bitDepth: The depth of the images.
    ///   - source: The kind of values that the window is for; nil if it isn't known. A window beyond 255 then is for 16 bits.
    ///   - window: The window.
    static func isOf(_ bitDepth: BitDepth, _ source: LevelSource?, _ window: LevelWindow) -> Bool {
        if let source { return source == LevelSource(bitDepth) }
        return bitDepth == .sixteen || window.maximum <= Double(bitDepth.maximumLevel)
    }
}
