import Testing

@testable import Kernels

@Suite struct MatrixProductTests {
    static let shapes: [(rows: Int, inner: Int, columns: Int)] = [
        (1, 1, 1), (1, 17, 1), (1, 5, 33), (33, 5, 1), (16, 16, 16), (17, 31, 13), (3, 257, 65), (64, 1, 64),
        (128, 48, 96), (0, 4, 4), (4, 4, 0),
    ]

    /// Against double precision, with and without accumulating, for the library's product and the plain loops.
    @Test(arguments: [Transposed.neither, .left, .right], shapes.indices)
    func productsAreThoseOfTheReference(transposed: Transposed, shape: Int) {
        let (rows, inner, columns) = Self.shapes[shape]
        var random = RandomSource(seed: UInt64(shape))
        let left = random.floats(rows * inner)
        let right = random.floats(inner * columns)
        let before = random.floats(rows * columns)
        for accumulating in [false, true] {
            var expected = before.map { accumulating ? Double($0) : 0 }
            for row in 0..<rows {
                for column in 0..<columns {
                    for k in 0..<inner {
                        let x = transposed == .left ? left[k * rows + row] : left[row * inner + k]
                        let y = transposed == .right ? right[column * inner + k] : right[k * columns + column]
                        expected[row * columns + column] += Double(x) * Double(y)
                    }
                }
            }
            let fast = Buffer(before)
            multiply(
                Buffer(left), Buffer(right), transposed: transposed, rows: rows, inner: inner, columns: columns,
                accumulating: accumulating, into: fast)
            let plain = Buffer(before)
            multiplyPlainly(
                Buffer(left), Buffer(right), transposed: transposed, rows: rows, inner: inner, columns: columns,
                accumulating: accumulating, into: plain)
            let tolerance = 1e-6 * Double(inner + 1).squareRoot()
            expectClose(fast.values, expected, absolute: tolerance)
            expectClose(plain.values, expected, absolute: tolerance)
        }
    }

    /// What doesn't accumulate doesn't look at what was there, NaN among it.
    @Test func oldContentsAreOverwritten() {
        let output = Buffer([.nan, .infinity])
        multiply(Buffer([1, 2]), Buffer([3]), rows: 2, inner: 1, columns: 1, into: output)
        #expect(output.values == [3, 6])
        multiply(Buffer(count: 0), Buffer(count: 0), rows: 2, inner: 0, columns: 1, into: output)
        #expect(output.values == [0, 0])
    }

    /// Larger buffers than the matrices need are fine, and stay as they are beyond them.
    @Test func nothingBeyondTheMatrixIsTouched() {
        let output = Buffer([7, 7, 7])
        multiply(Buffer([2, 9, 9]), Buffer([3, 4, 9]), rows: 1, inner: 1, columns: 2, into: output)
        #expect(output.values == [6, 8, 7])
    }

    @Test func repeatedProductsHaveTheSameBits() {
        var random = RandomSource(seed: 99)
        let left = Buffer(random.floats(37 * 129))
        let right = Buffer(random.floats(129 * 65))
        let (first, second) = (Buffer(count: 37 * 65), Buffer(count: 37 * 65))
        multiply(left, right, rows: 37, inner: 129, columns: 65, into: first)
        multiply(left, right, rows: 37, inner: 129, columns: 65, into: second)
        #expect(first.values == second.values)
    }

    /// In double precision: against single precision's reference loops of the same integers, which are exact in both.
    @Test(arguments: [Transposed.neither, .left, .right], shapes.indices)
    func doubleProductsAreThoseOfTheReference(transposed: Transposed, shape: Int) {
        let (rows, inner, columns) = Self.shapes[shape]
        let left = (0..<rows * inner).map { Double($0 * 7 % 23 - 11) }
        let right = (0..<inner * columns).map { Double($0 * 5 % 19 - 9) }
        let expected = Buffer(count: rows * columns)
        multiplyPlainly(
            Buffer(left.map { Float($0) }), Buffer(right.map { Float($0) }), transposed: transposed, rows: rows,
            inner: inner, columns: columns, accumulating: false, into: expected)
        let product = DoubleLoops.product(
            left, right, transposed: transposed, rows: rows, inner: inner, columns: columns)
        let plain = DoubleLoops.plainProduct(
            left, right, transposed: transposed, rows: rows, inner: inner, columns: columns)
        #expect(product == expected.values.map(Double.init) && plain == product)
    }
}
