import Kernels
import Layers

/// Scales weights to a spectral norm of one, each as a matrix `[outputs, rest]`. A step of power iteration follows
/// every change of the parameters.
///
/// Source: Miyato et al., 2018, arXiv:1802.05957. There, the weights are divided by the norm at every use. Here, the
/// weights themselves are scaled, which leaves no norm to differentiate through.
struct SpectralNorms: Sendable {
    /// The weights, each with the estimate of its first left singular vector, which lies in the same arena.
    let weights: [(weight: Slot, direction: Slot)]

    /// Scales the weights to a spectral norm of one.
    ///
    /// - Parameter iterations: The number of power iterations; more than one if the estimate is new.
    func normalize(_ parameters: Arena, iterations: Int = 1) {
        for (weight, direction) in weights {
            let rows = direction.count
            let columns = weight.count / rows
            parameters[weight].withMutableSpan { matrix in
                parameters[direction].withMutableSpan { left in
                    var norm: Float = 0
                    for _ in 0..<iterations { norm = Self.iterate(matrix, rows, columns, &left) }
                    guard norm > 0 else { return }
                    for index in matrix.indices { matrix[index] /= norm }
                }
            }
        }
    }

    /// Improves the estimate by one power iteration, and returns the norm that it gives.
    private static func iterate(
        _ matrix: borrowing MutableSpan<Float>, _ rows: Int, _ columns: Int, _ left: inout MutableSpan<Float>
    ) -> Float {
        var right = [Float](repeating: 0, count: columns)
        for row in 0..<rows {
            let share = left[row]
            for column in 0..<columns { right[column] += share * matrix[row * columns + column] }
        }
        let length = right.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { return 0 }
        var square: Float = 0
        for row in 0..<rows {
            var sum: Float = 0
            for column in 0..<columns { sum += matrix[row * columns + column] * right[column] }
            left[row] = sum / length
            square += left[row] * left[row]
        }
        let norm = square.squareRoot()
        if norm > 0 { for row in 0..<rows { left[row] /= norm } }
        return norm
    }
}
