/// Width and height in pixels.
public struct ImageSize: Sendable, Hashable, Codable, CustomStringConvertible {
    public var width: Int
    public var height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// The product of both sides, in pixels.
    public var pixelCount: Int { width * height }

    /// As in `64x48`: width first.
    public var description: String { "\(width)x\(height)" }
}
