extension DoubleLoops {
    /// A matrix product of row-major matrices in double precision: `[rows, columns] = [rows, inner] · [inner, columns]`.
    ///
    /// With `.left` the left factor is stored as `[inner, rows]`, with `.right` the right factor as `[columns, inner]`.
    ///
    /// - Complexity: 2 · rows · inner · columns operations, on one thread.
    package static func product(
        _ left: [Double], _ right: [Double], transposed: Transposed = .neither, rows: Int, inner: Int, columns: Int
    ) -> [Double] {
        precondition(
            left.count == rows * inner && right.count == inner * columns, "the arrays are the matrices")
        guard rows > 0, inner > 0, columns > 0 else { return [Double](repeating: 0, count: rows * columns) }
        guard let blas = OpenBLAS.shared else {
            return plainProduct(left, right, transposed: transposed, rows: rows, inner: inner, columns: columns)
        }
        let (rowMajor, plain, byColumns): (CInt, CInt, CInt) = (101, 111, 112)
        return [Double](unsafeUninitializedCapacity: rows * columns) { output, count in
            blas.withDoubleMatrixProduct { product in
                product(
                    rowMajor, transposed == .left ? byColumns : plain, transposed == .right ? byColumns : plain,
                    CInt(rows), CInt(columns), CInt(inner), 1,
                    left, CInt(transposed == .left ? rows : inner),
                    right, CInt(transposed == .right ? inner : columns),
                    0, output.baseAddress!, CInt(columns))
            }
            count = rows * columns
        }
    }

    /// The product by plain loops: the reference for tests, and the method where there is no OpenBLAS.
    static func plainProduct(
        _ left: [Double], _ right: [Double], transposed: Transposed, rows: Int, inner: Int, columns: Int
    ) -> [Double] {
        var output = [Double](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for k in 0..<inner {
                let factor = transposed == .left ? left[k * rows + row] : left[row * inner + k]
                for column in 0..<columns {
                    output[row * columns + column] +=
                        factor * (transposed == .right ? right[column * inner + k] : right[k * columns + column])
                }
            }
        }
        return output
    }
}
