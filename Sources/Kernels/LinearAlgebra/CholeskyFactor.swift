/// The lower triangular factor of a positive definite matrix: matrix = factor · factorᵀ.
package struct CholeskyFactor {
    private var factor: [Double]
    private let size: Int

    /// - Parameter matrix: `[size, size]`; only its lower triangle is read.
    /// - Complexity: size³ / 3.
    package init(_ matrix: [Double], size: Int) {
        self.size = size
        factor = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = factor[row * size + column]
                for k in 0..<column { sum -= factor[row * size + k] * factor[column * size + k] }
                // Rounding must not leave a pivot without a root.
                factor[row * size + column] =
                    row == column ? max(sum, 1e-300).squareRoot() : sum / factor[column * size + column]
            }
        }
    }

    /// Solves matrix · x = right for x.
    package func solve(_ right: [Double]) -> [Double] {
        var x = right
        for row in 0..<size {
            for k in 0..<row { x[row] -= factor[row * size + k] * x[k] }
            x[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for k in row + 1..<max(size, row + 1) { x[row] -= factor[k * size + row] * x[k] }
            x[row] /= factor[row * size + row]
        }
        return x
    }
}
