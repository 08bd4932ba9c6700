import Platform

/// A square of complex numbers, `[side, side]`, that is transformed to its Fourier transform and back in place.
///
/// The transform is in bit-reversed order and transposed. It can be multiplied element by element with transforms of the same
/// side, and transformed back.
///
/// - Complexity: O(side² · log side) operations per transform.
///
/// Source: Gentleman & Sande, 1966, "Fast Fourier transforms: for fun and profit".
struct ComplexSquare {
    let side: Int
    let real: UnsafeMutablePointer<Double>
    let imaginary: UnsafeMutablePointer<Double>
    private let memory: Memory

    /// The roots e^(-2πi k / side) for k in `0..<side / 2`, which squares of one side share.
    struct Roots: Sendable {
        let side: Int
        fileprivate let cosines: [Double]
        fileprivate let sines: [Double]

        /// - Parameter side: A power of two.
        init(side: Int) {
            precondition(side > 0 && side & (side - 1) == 0, "a power of two")
            self.side = side
            let angles = (0..<side / 2).map { 2 * Double.pi * Double($0) / Double(side) }
            cosines = angles.map { cos($0) }
            sines = angles.map { -sin($0) }
        }
    }

    private final class Memory {
        let numbers: UnsafeMutablePointer<Double>
        init(count: Int) {
            numbers = .allocate(capacity: count)
            numbers.initialize(repeating: 0, count: count)
        }
        deinit { numbers.deallocate() }
    }

    init(side: Int) {
        self.side = side
        memory = Memory(count: 2 * side * side)
        real = memory.numbers
        imaginary = memory.numbers + side * side
    }

    func clear() { real.update(repeating: 0, count: 2 * side * side) }

    func transform(_ roots: Roots) {
        forward(roots)
        transpose()
        forward(roots)
    }

    /// Transforms back; the numbers are then side² times the original ones.
    func transformBack(_ roots: Roots) {
        backward(roots)
        transpose()
        backward(roots)
    }

    /// Adds the products of one square's conjugates and another square's numbers.
    func addProducts(ofConjugate first: ComplexSquare, _ second: ComplexSquare) {
        precondition(first.side == side && second.side == side, "squares of one side")
        for index in 0..<side * side {
            let (a, b) = (first.real[index], first.imaginary[index])
            let (c, d) = (second.real[index], second.imaginary[index])
            real[index] += a * c + b * d
            imaginary[index] += a * d - b * c
        }
    }

    /// Transforms along the columns; every step works on whole rows, in vectors.
    private func forward(_ roots: Roots) {
        var half = side / 2
        while half >= 1 {
            forEachPair(half) { upper, lower, place in
                let (cosine, sine) = (roots.cosines[place], roots.sines[place])
                let (a, b) = (real + upper, imaginary + upper)
                let (c, d) = (real + lower, imaginary + lower)
                for column in 0..<side {
                    let (x, y) = (a[column] - c[column], b[column] - d[column])
                    a[column] += c[column]
                    b[column] += d[column]
                    c[column] = x * cosine - y * sine
                    d[column] = x * sine + y * cosine
                }
            }
            half /= 2
        }
    }

    private func backward(_ roots: Roots) {
        var half = 1
        while half < side {
            forEachPair(half) { upper, lower, place in
                let (cosine, sine) = (roots.cosines[place], -roots.sines[place])
                let (a, b) = (real + upper, imaginary + upper)
                let (c, d) = (real + lower, imaginary + lower)
                for column in 0..<side {
                    let x = c[column] * cosine - d[column] * sine
                    let y = c[column] * sine + d[column] * cosine
                    c[column] = a[column] - x
                    d[column] = b[column] - y
                    a[column] += x
                    b[column] += y
                }
            }
            half *= 2
        }
    }

    /// The offsets of two rows that a step combines, and their root.
    @inline(__always)
    private func forEachPair(_ half: Int, _ body: (_ upper: Int, _ lower: Int, _ root: Int) -> Void) {
        for start in stride(from: 0, to: side, by: 2 * half) {
            for row in 0..<half { body((start + row) * side, (start + row + half) * side, row * (side / 2 / half)) }
        }
    }

    private func transpose() {
        for row in 0..<side {
            for column in row + 1..<max(side, row + 1) {
                let (first, second) = (row * side + column, column * side + row)
                (real[first], real[second]) = (real[second], real[first])
                (imaginary[first], imaginary[second]) = (imaginary[second], imaginary[first])
            }
        }
    }
}
