import GreyImages

/// A property of images: a number, or one of two values.
package enum Attribute: Sendable, Hashable {
    /// The number of every image.
    case numeric([Double])
    /// Whether each image has the second of two values, which are in the order of the alphabet or of numbers.
    case binary([Bool], values: [String])

    /// Why values are no attribute.
    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        case oneValue(String)
        case severalValues([String])
        case tooFew(Int)
        /// Numbers whose differences are too small for a fit in 32-bit floats.
        case tooNear(Double)

        package var description: String {
            switch self {
            case .oneValue(let value):
                "every image has the same value, ‘\(value)’: a direction needs images that differ"
            case .severalValues(let values):
                "the values are neither numbers nor two of a kind: \(values.prefix(5).joined(separator: ", "))"
                    + (values.count > 5 ? ", …" : "")
            case .tooFew(let count):
                "only \(count) images have a value: at least \(Attribute.fewest) are needed to fit and to test"
            case .tooNear(let range):
                "the values lie within \(range) of each other: give them in a smaller unit"
            }
        }
    }

    /// The minimum number of images to fit and test a direction.
    static let fewest = 10
    /// For numbers that differ by less, weights leave the range of 32-bit floats.
    private static let minimumRange = 1e-30

    /// The attribute in a table's column, for the images that have a value: numbers, or two different values.
    package init(_ values: LabelColumn.Values) throws(Failure) {
        switch values {
        case .numbers(let numbers): try self.init(numbers.compactMap(\.self))
        case .texts(let texts): try self.init(texts.compactMap(\.self))
        }
    }

    private init(_ numbers: [Double]) throws(Failure) {
        guard numbers.count >= Self.fewest else { throw .tooFew(numbers.count) }
        let different = Set(numbers).sorted()
        // Two numbers are two values: 0 and 1 mean no and yes.
        guard different.count > 2 else {
            self = try Self.binary(numbers, different, text: Self.text)
            return
        }
        guard different.last! - different[0] >= Self.minimumRange else {
            throw .tooNear(different.last! - different[0])
        }
        self = .numeric(numbers)
    }

    private init(_ texts: [String]) throws(Failure) {
        guard texts.count >= Self.fewest else { throw .tooFew(texts.count) }
        let different = Set(texts).sorted()
        guard different.count <= 2 else { throw .severalValues(different) }
        self = try Self.binary(texts, different) { $0 }
    }

    private static func binary<Value: Equatable>(
        _ values: [Value], _ different: [Value], text: (Value) -> String
    ) throws(Failure) -> Attribute {
        guard different.count > 1 else { throw .oneValue(text(different[0])) }
        return .binary(values.map { $0 == different[1] }, values: different.map(text))
    }

    private static func text(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? "\(number)" }
}
