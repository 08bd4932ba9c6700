/// An array as NumPy's `.npy` files hold it: a shape, and elements in C order.
public struct NumpyArray: Sendable, Hashable {
    public enum Elements: Sendable, Hashable {
        case uint8([UInt8])
        case uint16([UInt16])
        case int32([Int32])
        case int64([Int64])
        case float32([Float])
        case float64([Double])

        public var count: Int {
            switch self {
            case .uint8(let elements): elements.count
            case .uint16(let elements): elements.count
            case .int32(let elements): elements.count
            case .int64(let elements): elements.count
            case .float32(let elements): elements.count
            case .float64(let elements): elements.count
            }
        }
    }

    /// The last dimension varies fastest; empty for a single number.
    public let shape: [Int]
    public let elements: Elements

    /// - Precondition: no negative dimension, and as many elements as the shape has places.
    public init(shape: [Int], elements: Elements) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a dimension isn't negative")
        precondition(shape.reduce(1, *) == elements.count, "one element a place")
        self.shape = shape
        self.elements = elements
    }

    /// Whole numbers as `Int`; nil when the elements are fractional.
    public var integers: [Int]? {
        switch elements {
        case .uint8(let elements): elements.map(Int.init)
        case .uint16(let elements): elements.map(Int.init)
        case .int32(let elements): elements.map(Int.init)
        case .int64(let elements): elements.map(Int.init)
        case .float32, .float64: nil
        }
    }
}
