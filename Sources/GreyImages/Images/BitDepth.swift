/// The number of bits per sample, which determines how many levels a pixel can have.
public enum BitDepth: Int, Sendable, Hashable, Codable, CaseIterable {
    case eight = 8
    case sixteen = 16

    /// The brightest level, 255 or 65,535.
    public var maximumLevel: Int { (1 << rawValue) - 1 }
}
