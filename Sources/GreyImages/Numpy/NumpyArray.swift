/// A NumPy array: a shape, and elements in C order.
package struct NumpyArray: Sendable, Hashable {
    /// The elements, with their type.
    package enum Elements: Sendable, Hashable {
        case bool([Bool])
        case int8([Int8])
        case uint8([UInt8])
        case int16([Int16])
        case uint16([UInt16])
        case int32([Int32])
        case uint32([UInt32])
        case int64([Int64])
        case uint64([UInt64])
        case float32([Float])
        case float64([Double])

        package var count: Int {
            switch self {
            case .bool(let elements): elements.count
            case .int8(let elements): elements.count
            case .uint8(let elements): elements.count
            case .int16(let elements): elements.count
            case .uint16(let elements): elements.count
            case .int32(let elements): elements.count
            case .uint32(let elements): elements.count
            case .int64(let elements): elements.count
            case .uint64(let elements): elements.count
            case .float32(let elements): elements.count
            case .float64(let elements): elements.count
            }
        }

        /// NumPy's name for the type.
        package var typeName: String {
            switch self {
            case .bool: "bool"
            case .int8: "int8"
            case .uint8: "uint8"
            case .int16: "int16"
            case .uint16: "uint16"
            case .int32: "int32"
            case .uint32: "uint32"
            case .int64: "int64"
            case .uint64: "uint64"
            case .float32: "float32"
            case .float64: "float64"
            }
        }
    }

    /// The dimensions, of which the last varies fastest; empty for a single number.
    package let shape: [Int]
    package let elements: Elements

    /// Creates an array.
    ///
    /// - Precondition: No dimension is negative, and there are as many elements as the shape has places.
    package init(shape: [Int], elements: Elements) {
        precondition(shape.allSatisfy { $0 >= 0 }, "a dimension isn't negative")
        precondition(shape.reduce(1, *) == elements.count, "one element a place")
        self.shape = shape
        self.elements = elements
    }

    /// The elements as `Int`; nil if an element is a fraction or doesn't fit 64 bits.
    package var integers: [Int]? {
        switch elements {
        case .bool(let elements): elements.map { $0 ? 1 : 0 }
        case .int8(let elements): elements.map(Int.init)
        case .uint8(let elements): elements.map(Int.init)
        case .int16(let elements): elements.map(Int.init)
        case .uint16(let elements): elements.map(Int.init)
        case .int32(let elements): elements.map(Int.init)
        case .uint32(let elements): elements.map(Int.init)
        case .int64(let elements): elements.map(Int.init)
        case .uint64(let elements): Self.all(elements) { Int(exactly: $0) }
        case .float32(let elements): Self.all(elements) { Int(exactly: $0) }
        case .float64(let elements): Self.all(elements) { Int(exactly: $0) }
        }
    }

    private static func all<Element>(_ elements: [Element], _ convert: (Element) -> Int?) -> [Int]? {
        let found = elements.compactMap(convert)
        return found.count == elements.count ? found : nil
    }
}
