/// Bits a sample: how many integer levels a pixel can take.
public enum BitDepth: Int, Sendable, Hashable, Codable, CaseIterable {
    case eight = 8
    case sixteen = 16

    /// The brightest level, 255 or 65,535.
    public var maximumLevel: Int { (1 << rawValue) - 1 }
}
