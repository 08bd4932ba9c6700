/// The values that a parameter may have.
public enum ParameterBounds: Sendable, Hashable, CustomStringConvertible {
    /// A range that includes both values.
    case within(Double, Double)
    /// A range that includes the lower value and not the upper one.
    case from(Double, below: Double)
    /// A range that includes the upper value and not the lower one.
    case above(Double, atMost: Double)
    case moreThan(Double)
    case atLeast(Double)
    /// A text of at most the given number of bytes of UTF-8.
    case bytes(Int)

    /// Whether a value, or a number of bytes, is finite and within the bounds.
    func contains(_ value: Double) -> Bool {
        guard value.isFinite else { return false }
        return switch self {
        case .within(let low, let high): value >= low && value <= high
        case .from(let low, let high): value >= low && value < high
        case .above(let low, let high): value > low && value <= high
        case .moreThan(let low): value > low
        case .atLeast(let low): value >= low
        case .bytes(let count): value <= Double(count)
        }
    }

    /// The bounds as they follow "must be", as in "within 0...1".
    public var description: String {
        switch self {
        case .within(let low, let high): "within \(Self.text(low))...\(Self.text(high))"
        case .from(let low, let high): "at least \(Self.text(low)) and below \(Self.text(high))"
        case .above(let low, let high): "above \(Self.text(low)) and at most \(Self.text(high))"
        case .moreThan(let low): "more than \(Self.text(low))"
        case .atLeast(let low): "at least \(Self.text(low))"
        case .bytes(let count): "at most \(count) bytes long"
        }
    }

    private static func text(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
}
