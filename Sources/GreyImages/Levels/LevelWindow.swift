/// A range of stored values that is mapped linearly onto all levels of a bit depth.
///
/// The minimum becomes level 0, and the maximum the brightest level. Values outside are clipped to the nearer end.
public struct LevelWindow: Sendable, Hashable {
    public let minimum: Double
    public let maximum: Double

    /// Creates a window.
    ///
    /// - Returns: nil unless both bounds and their difference are finite, and the minimum is below the maximum.
    public init?(minimum: Double, maximum: Double) {
        guard minimum.isFinite, maximum.isFinite, minimum < maximum, (maximum - minimum).isFinite else { return nil }
        self.minimum = minimum
        self.maximum = maximum
    }

    /// Reads `MIN:MAX`, as in `0:4095`, `-1000:400` or `0:0.5`.
    ///
    /// - Returns: nil if the text is something else.
    public init?(_ text: String) {
        let bounds = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard bounds.count == 2, let minimum = bounds[0], let maximum = bounds[1] else { return nil }
        self.init(minimum: minimum, maximum: maximum)
    }

    /// Whether a value lies within the window, so that it isn't clipped; false for NaN.
    public func contains(_ value: Double) -> Bool { value >= minimum && value <= maximum }

    /// The level that a value becomes, rounded to the nearest; 0 for NaN.
    public func level(of value: Double, bitDepth: BitDepth) -> UInt16 {
        let share = (value - minimum) / (maximum - minimum)
        // `max` of NaN and 0 is 0, as the comparison fails.
        return UInt16((min(share > 0 ? share : 0, 1) * Double(bitDepth.maximumLevel)).rounded())
    }
}

extension LevelWindow: CustomStringConvertible {
    /// The window as text, as in `0:4095`. ``init(_:)`` reads it back exactly.
    public var description: String { "\(Self.text(minimum)):\(Self.text(maximum))" }

    private static func text(_ bound: Double) -> String { Int(exactly: bound).map(String.init) ?? "\(bound)" }
}

extension LevelWindow: Codable {
    private enum CodingKeys: String, CodingKey {
        case minimum, maximum
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let (minimum, maximum) = (
            try container.decode(Double.self, forKey: .minimum), try container.decode(Double.self, forKey: .maximum)
        )
        guard let window = LevelWindow(minimum: minimum, maximum: maximum) else {
            throw DecodingError.dataCorruptedError(
                forKey: .maximum, in: container, debugDescription: "a window's minimum is below its maximum")
        }
        self = window
    }
}
