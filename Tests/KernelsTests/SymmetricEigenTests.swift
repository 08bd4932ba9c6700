import Testing

@testable import Kernels

@Suite struct SymmetricEigenTests {
    private func symmetric(_ size: Int, seed: UInt64) -> [Double] {
        let numbers = Buffer(count: size * size)
        RandomStream(seed: seed, purpose: .tests).fillNormal(numbers)
        let values = numbers.values.map(Double.init)
        return (0..<size * size).map { values[$0] + values[$0 % size * size + $0 / size] }
    }

    private func expectDecomposition(_ eigen: SymmetricEigen, of matrix: [Double], size: Int) {
        #expect(eigen.values == eigen.values.sorted())
        for row in 0..<size {
            for column in 0..<size {
                let (sum, product) = (0..<size).reduce((0.0, 0.0)) { sums, k in
                    (
                        sums.0 + eigen.values[k] * eigen.vectors[k * size + row] * eigen.vectors[k * size + column],
                        sums.1 + eigen.vectors[row * size + k] * eigen.vectors[column * size + k]
                    )
                }
                #expect(abs(sum - matrix[row * size + column]) < 1e-10)
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-11)
            }
        }
    }

    /// Values and vectors make the matrix again, through LAPACK and by plain rotations, and both find the same values.
    @Test(arguments: [1, 2, 3, 7, 20]) func bothWaysDecompose(size: Int) {
        let matrix = symmetric(size, seed: UInt64(size))
        let (fast, plain) = (SymmetricEigen(matrix, size: size), SymmetricEigen(byRotationsOf: matrix, size: size))
        expectDecomposition(fast, of: matrix, size: size)
        expectDecomposition(plain, of: matrix, size: size)
        #expect(zip(fast.values, plain.values).allSatisfy { abs($0 - $1) < 1e-10 })
    }

    @Test func theUpperTriangleIsRead() {
        let matrix = symmetric(4, seed: 3)
        let spoilt = matrix.enumerated().map { $0 / 4 > $0 % 4 ? 99 : $1 }
        expectDecomposition(SymmetricEigen(spoilt, size: 4), of: matrix, size: 4)
        expectDecomposition(SymmetricEigen(byRotationsOf: spoilt, size: 4), of: matrix, size: 4)
    }

    @Test func knownAndEmptyMatrices() {
        let known = SymmetricEigen([2, 1, 1, 2], size: 2)
        #expect(abs(known.values[0] - 1) < 1e-14 && abs(known.values[1] - 3) < 1e-14)
        #expect(SymmetricEigen([], size: 0).values.isEmpty)
        let zero = SymmetricEigen(byRotationsOf: [0, 0, 0, 0], size: 2)
        #expect(zero.values == [0, 0])
    }
}
