import Kernels
import Platform

/// A determinantal point process of a fixed size, a k-DPP: k items are drawn together with a probability proportional to the
/// determinant of their rows and columns of a kernel, so that good items are likely and similar ones rarely come together.
/// Draws are exact.
///
/// Source: Kulesza & Taskar, 2012, arXiv:1207.6083, sections 2.4 and 5.2.
package struct KDPP: Sendable {
    package let itemCount: Int
    /// Logarithms of the kernel's positive eigenvalues.
    private let logValues: [Double]
    /// `[rank, items]`: row n is the unit eigenvector of value n.
    private let vectors: [Double]

    /// The maximum number of items that can be drawn.
    package var rank: Int { logValues.count }

    /// - Parameter kernel: `[items, items]`, symmetric and positive semidefinite.
    /// - Complexity: O(items³).
    package init(kernel: [Double], itemCount: Int) {
        let eigen = SymmetricEigen(kernel, size: itemCount)
        let first = Self.firstPositive(eigen.values)
        self.itemCount = itemCount
        logValues = eigen.values[first...].map { log($0) }
        vectors = Array(eigen.vectors[(first * itemCount)...])
    }

    /// The process of a kernel that is factorᵀ · factor with fewer rows than items, in its dual form.
    ///
    /// - Parameter factor: `[rowCount, items]`
    /// - Complexity: O(items · rowCount² + rowCount³).
    package init(factor: [Double], rowCount: Int, itemCount: Int) {
        // [rows, rows] = [rows, items] · [rows, items]ᵀ
        let products = DoubleLoops.product(
            factor, factor, transposed: .right, rows: rowCount, inner: itemCount, columns: rowCount)
        let eigen = SymmetricEigen(products, size: rowCount)
        let first = Self.firstPositive(eigen.values)
        self.itemCount = itemCount
        logValues = eigen.values[first...].map { log($0) }
        let directions = (first..<rowCount).flatMap { row in
            let scale = 1 / eigen.values[row].squareRoot()
            return eigen.vectors[row * rowCount..<(row + 1) * rowCount].map { $0 * scale }
        }
        // [rank, items] = [rank, rows] · [rows, items]
        vectors = DoubleLoops.product(
            directions, factor, rows: rowCount - first, inner: rowCount, columns: itemCount)
    }

    /// The index of the first of the ascending values that isn't zero in double precision.
    private static func firstPositive(_ values: [Double]) -> Int {
        let least = (values.last ?? 0) * Double.ulpOfOne * Double(values.count)
        return values.firstIndex { $0 > max(least, 0) } ?? values.count
    }

    /// One draw, in the order in which the items were found.
    ///
    /// - Precondition: `k` is within 1...`rank`.
    /// - Complexity: O(rank · k + items · k²).
    package func draw(_ k: Int, from stream: RandomStream) -> [Int] {
        precondition((1...rank).contains(k), "as many items as the kernel has rank, at most")
        let uniform = UniformNumbers(stream, count: rank + k)
        var chosen: [Int] = []
        let polynomials = SymmetricPolynomials(logValues: logValues, largest: k)
        for count in stride(from: rank, to: 0, by: -1) where chosen.count < k {
            let missing = k - chosen.count
            let share = logValues[count - 1] + polynomials[missing - 1, count - 1] - polynomials[missing, count]
            if missing == count || uniform[count - 1] < exp(share) { chosen.append(count - 1) }
        }
        return drawProjection(onto: chosen, uniform: (0..<k).map { uniform[rank + $0] })
    }

    /// Draws as many items as eigenvectors, with a probability proportional to the squared volume of their entries.
    ///
    /// The items' projections are made orthogonal to those of each item found, as Cholesky's factorisation does.
    private func drawProjection(onto chosen: [Int], uniform: [Double]) -> [Int] {
        // The squared length of what is left of each item's projection.
        var lengths = [Double](repeating: 0, count: itemCount)
        for vector in chosen {
            for item in 0..<itemCount {
                lengths[item] += vectors[vector * itemCount + item] * vectors[vector * itemCount + item]
            }
        }
        var (items, columns) = ([Int](), [[Double]]())
        for number in uniform {
            let item = Self.pick(number, weights: lengths)
            var column = [Double](repeating: 0, count: itemCount)
            for vector in chosen {
                DoubleLoops.add(
                    vectors[vector * itemCount + item], times: vectors, from: vector * itemCount, to: &column)
            }
            for earlier in columns { DoubleLoops.add(-earlier[item], times: earlier, from: 0, to: &column) }
            let scale = 1 / lengths[item].squareRoot()
            for index in column.indices { column[index] *= scale }
            DoubleLoops.subtractSquares(of: column, from: &lengths)
            lengths[item] = 0
            columns.append(column)
            items.append(item)
        }
        return items
    }

    /// The item at a share of the sum of all weights; weights that rounding made negative are left out.
    private static func pick(_ share: Double, weights: [Double]) -> Int {
        let total = weights.reduce(0) { $0 + max(0, $1) }
        var (left, last) = (share * total, 0)
        for (item, weight) in weights.enumerated() where weight > 0 {
            last = item
            left -= weight
            if left < 0 { break }
        }
        return last
    }

    /// The probability of every item to be among the k.
    ///
    /// - Precondition: k is within 1...`rank`.
    /// - Complexity: O(rank · (k + items)).
    package func inclusionProbabilities(_ k: Int) -> [Double] {
        precondition((1...rank).contains(k), "as many items as the kernel has rank, at most")
        let below = SymmetricPolynomials(logValues: logValues, largest: k)
        let above = SymmetricPolynomials(logValues: logValues.reversed(), largest: k)
        var probabilities = [Double](repeating: 0, count: itemCount)
        for vector in 0..<rank {
            // The polynomial without this value: the products of those before it and those after it.
            var others = -Double.infinity
            for degree in 0..<k {
                others = SymmetricPolynomials.logSum(
                    others, below[degree, vector] + above[k - 1 - degree, rank - 1 - vector])
            }
            let share = exp(logValues[vector] + others - below[k, rank])
            for item in 0..<itemCount {
                let entry = vectors[vector * itemCount + item]
                probabilities[item] += share * entry * entry
            }
        }
        return probabilities
    }
}
