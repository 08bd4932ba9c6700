/// The eigenvalues and eigenvectors of a real symmetric matrix: matrix = Σₖ values[k] · vectorₖ · vectorₖᵀ.
package struct SymmetricEigen: Sendable {
    /// The eigenvalues in ascending order.
    package private(set) var values: [Double]
    /// The eigenvectors `[size, size]`: row k is the unit vector of `values[k]`.
    package private(set) var vectors: [Double]

    /// - Parameter matrix: `[size, size]`, symmetric; its upper triangle is read.
    /// - Complexity: O(size³) operations, through LAPACK where the machine has it, on one thread.
    package init(_ matrix: [Double], size: Int) {
        precondition(size >= 0 && matrix.count == size * size, "a square matrix")
        self = OpenBLAS.shared?.eigen(matrix, size: size) ?? SymmetricEigen(byRotationsOf: matrix, size: size)
    }

    init(values: [Double], vectors: [Double]) {
        self.values = values
        self.vectors = vectors
    }

    /// Uses Jacobi's rotations: the reference for tests, and the method where there is no LAPACK.
    init(byRotationsOf matrix: [Double], size: Int) {
        var m = matrix
        for row in 0..<size { for column in 0..<row { m[row * size + column] = m[column * size + row] } }
        var vectors = [Double](repeating: 0, count: size * size)
        for index in 0..<size { vectors[index * size + index] = 1 }
        let total = m.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<Self.maximumSweeps {
            var rest = 0.0
            for row in 0..<size {
                for column in row + 1..<max(size, row + 1) { rest += m[row * size + column] * m[row * size + column] }
            }
            guard rest > 1e-30 * total else { break }
            for p in 0..<size {
                for q in p + 1..<max(size, p + 1) where m[p * size + q] != 0 {
                    let (cosine, sine) = Self.rotation(m[p * size + p], m[q * size + q], m[p * size + q])
                    for k in 0..<size { Self.rotate(&m, k * size + p, k * size + q, cosine, sine) }
                    for k in 0..<size { Self.rotate(&m, p * size + k, q * size + k, cosine, sine) }
                    for k in 0..<size { Self.rotate(&vectors, p * size + k, q * size + k, cosine, sine) }
                }
            }
        }
        let order = (0..<size).sorted { m[$0 * size + $0] < m[$1 * size + $1] }
        values = order.map { m[$0 * size + $0] }
        self.vectors = order.flatMap { vectors[$0 * size..<($0 + 1) * size] }
    }

    private static let maximumSweeps = 60

    /// The rotation that turns [[a, c], [c, b]] into a diagonal matrix.
    private static func rotation(_ a: Double, _ b: Double, _ c: Double) -> (cosine: Double, sine: Double) {
        let slope = (b - a) / (2 * c)
        let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        return (cosine, tangent * cosine)
    }

    private static func rotate(_ values: inout [Double], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
        let (x, y) = (values[p], values[q])
        values[p] = cosine * x - sine * y
        values[q] = sine * x + cosine * y
    }
}
