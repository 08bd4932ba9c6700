/// What images are known to be, more or less, or to be or not to be.
public enum Attribute: Sendable, Hashable {
    /// A number of every image.
    case numeric([Double])
    /// Whether every image is of the second of two values, which come in alphabetical order.
    case binary([Bool], values: [String])

    /// Why texts are no attribute.
    public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case oneValue(String)
        case severalValues([String])
        case tooFew(Int)

        public var description: String {
            switch self {
            case .oneValue(let value):
                "every image has the same value, ‘\(value)’: a direction needs images that differ"
            case .severalValues(let values):
                "the values are neither numbers nor two of a kind: \(values.prefix(5).joined(separator: ", "))"
                    + (values.count > 5 ? ", …" : "")
            case .tooFew(let count):
                "only \(count) images have a value: at least \(Attribute.fewest) are needed to fit and to test"
            }
        }
    }

    /// Images that are enough to fit a direction and to test it.
    static let fewest = 10

    /// - texts: of every image: all numbers, or of two different ones.
    public init(_ texts: [String]) throws(Failure) {
        guard texts.count >= Self.fewest else { throw .tooFew(texts.count) }
        let different = Set(texts).sorted()
        guard different.count > 1 else { throw .oneValue(different[0]) }
        // Two numbers are two kinds: 0 and 1 mean no and yes.
        if different.count == 2 {
            self = .binary(texts.map { $0 == different[1] }, values: different)
            return
        }
        let numbers = texts.compactMap(Double.init).filter(\.isFinite)
        guard numbers.count == texts.count else { throw .severalValues(different) }
        self = .numeric(numbers)
    }
}
