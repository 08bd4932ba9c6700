/// Loops in double precision, for selections and reports.
package enum DoubleLoops {
    /// `target += factor · source[first...]`, for all elements of the target.
    package static func add(_ factor: Double, times source: [Double], from first: Int, to target: inout [Double]) {
        precondition(first >= 0 && source.count - first >= target.count, "the source has as many elements")
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for index in target.indices { target[index] += factor * source[first + index] }
            }
        }
    }

    /// `target -= values²`.
    package static func subtractSquares(of values: [Double], from target: inout [Double]) {
        precondition(values.count == target.count, "as many values")
        values.withUnsafeBufferPointer { values in
            target.withUnsafeMutableBufferPointer { target in
                for index in target.indices { target[index] -= values[index] * values[index] }
            }
        }
    }
}
