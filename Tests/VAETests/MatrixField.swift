import Kernels

@testable import VAE

/// A velocity field v = A x with a matrix that mixes all dimensions: x(t) = e^(tA) x(0).
struct MatrixField: VelocityField {
    /// [dimension][dimension]
    let matrix: [[Double]]
    var dimension: Int { matrix.count }
    var trace: Double { (0..<dimension).reduce(0) { $0 + matrix[$1][$1] } }

    func velocity(at points: Buffer, time: Double, into velocity: Buffer) {
        for row in 0..<points.count / dimension {
            let range = row * dimension..<(row + 1) * dimension
            velocity[range].copy(from: Buffer(apply(points[range].values.map(Double.init)).map { Float($0) }))
        }
    }

    func velocityAndProduct(
        at points: Buffer, time: Double, probe: Buffer, into velocity: Buffer, product: Buffer
    ) {
        self.velocity(at: points, time: time, into: velocity)
        for row in 0..<points.count / dimension {
            for column in 0..<dimension {
                product[row * dimension + column] = (0..<dimension).reduce(0) {
                    $0 + probe[row * dimension + $1] * Float(matrix[$1][column])
                }
            }
        }
    }

    func apply(_ point: [Double]) -> [Double] {
        matrix.map { row in zip(row, point).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    /// Returns e^(time · A) of a point, by Taylor's series.
    func flow(_ point: [Double], time: Double) -> [Double] {
        var (sum, term) = (point, point)
        for order in 1...40 {
            term = apply(term).map { $0 * time / Double(order) }
            sum = zip(sum, term).map(+)
        }
        return sum
    }
}
