/// The factor of a product that is stored transposed.
package enum Transposed: Sendable {
    case neither, left, right
}

/// A matrix product of row-major matrices: `[rows, columns] = [rows, inner] · [inner, columns]`.
///
/// With `.left` the left factor is stored as `[inner, rows]`, with `.right` the right factor as `[columns, inner]`.
/// With `accumulating` the product is added to what `output` holds.
///
/// Layers compute their products in tiles (`WeightMatrix`, `WindowProducts`). This function is the reference for those, and
/// computes all other products of whole matrices.
///
/// - Complexity: 2 · rows · inner · columns floating-point operations, through OpenBLAS where the machine has it.
package func multiply(
    _ left: Buffer, _ right: Buffer, transposed: Transposed = .neither,
    rows: Int, inner: Int, columns: Int, accumulating: Bool = false, into output: Buffer
) {
    precondition(
        left.count >= rows * inner && right.count >= inner * columns && output.count >= rows * columns,
        "the buffers hold their matrices")
    guard rows > 0, columns > 0 else { return }
    guard let blas = OpenBLAS.shared else {
        return multiplyPlainly(
            left, right, transposed: transposed, rows: rows, inner: inner, columns: columns,
            accumulating: accumulating, into: output)
    }
    let rowMajor: CInt = 101
    let plain: CInt = 111
    let byColumns: CInt = 112
    blas.withMatrixProduct { product in
        product(
            rowMajor, transposed == .left ? byColumns : plain, transposed == .right ? byColumns : plain,
            CInt(rows), CInt(columns), CInt(inner), 1,
            left.base, CInt(transposed == .left ? rows : inner),
            right.base, CInt(transposed == .right ? inner : columns),
            accumulating ? 1 : 0, output.base, CInt(columns))
    }
}

/// The product in plain loops: the reference for tests, and the method where there is no OpenBLAS.
func multiplyPlainly(
    _ left: Buffer, _ right: Buffer, transposed: Transposed,
    rows: Int, inner: Int, columns: Int, accumulating: Bool, into output: Buffer
) {
    for row in 0..<rows {
        let target = output.base + row * columns
        if !accumulating { target.update(repeating: 0, count: columns) }
        for k in 0..<inner {
            let factor = transposed == .left ? left.base[k * rows + row] : left.base[row * inner + k]
            if transposed == .right {
                for column in 0..<columns { target[column] += factor * right.base[column * inner + k] }
            } else {
                let source = right.base + k * columns
                for column in 0..<columns { target[column] += factor * source[column] }
            }
        }
    }
}
