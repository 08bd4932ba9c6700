extension NumpyArray {
    /// Creates an array from elements in Fortran order, in which the first dimension varies fastest.
    ///
    /// - Complexity: O(elements).
    init(shape: [Int], fortranOrdered elements: Elements) {
        func turned<Element>(_ elements: [Element]) -> [Element] { Self.cOrdered(elements, shape: shape) }
        let ordered: Elements =
            switch elements {
            case .bool(let elements): .bool(turned(elements))
            case .int8(let elements): .int8(turned(elements))
            case .uint8(let elements): .uint8(turned(elements))
            case .int16(let elements): .int16(turned(elements))
            case .uint16(let elements): .uint16(turned(elements))
            case .int32(let elements): .int32(turned(elements))
            case .uint32(let elements): .uint32(turned(elements))
            case .int64(let elements): .int64(turned(elements))
            case .uint64(let elements): .uint64(turned(elements))
            case .float32(let elements): .float32(turned(elements))
            case .float64(let elements): .float64(turned(elements))
            }
        self.init(shape: shape, elements: ordered)
    }

    private static func cOrdered<Element>(_ elements: [Element], shape: [Int]) -> [Element] {
        // Both orders are the same for one dimension.
        guard shape.count > 1, !elements.isEmpty else { return elements }
        // strides[d] is the distance between neighbours along dimension d in the file.
        var strides = [Int](repeating: 1, count: shape.count)
        for dimension in 1..<shape.count { strides[dimension] = strides[dimension - 1] * shape[dimension - 1] }
        let last = shape.count - 1
        var place = [Int](repeating: 0, count: last)
        var ordered: [Element] = []
        ordered.reserveCapacity(elements.count)
        while ordered.count < elements.count {
            let start = zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 }
            for column in 0..<shape[last] { ordered.append(elements[start + column * strides[last]]) }
            var dimension = last - 1
            while dimension >= 0 {
                place[dimension] += 1
                if place[dimension] < shape[dimension] { break }
                place[dimension] = 0
                dimension -= 1
            }
        }
        return ordered
    }
}
