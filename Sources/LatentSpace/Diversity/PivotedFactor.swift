import Kernels
import Platform

/// A low-rank approximation of a kernel, L ≈ factorᵀ · factor, by pivoted Cholesky decomposition: each row belongs to the item
/// that the rows before it explain least, the pivot.
///
/// The pivots are also the items of a greedy selection, each of which raises the determinant most.
///
/// Source: Harbrecht, Peters & Schneider, 2012, "On the low-rank approximation by the pivoted Cholesky decomposition"; Chen et
/// al., 2018, arXiv:1709.05135.
struct PivotedFactor {
    /// The pivots in the order in which they were found; fewer than the limit if the kernel's rank is lower.
    let pivots: [Int]
    /// The factor by which each item raised the determinant when it became a pivot, or would raise it now: its squared distance
    /// from the span of the pivots before it. Positive.
    let gains: [Double]
    /// The share of L's trace that the rows leave out.
    let unexplained: Double
    private let parts: [Range<Int>]
    /// The factor's columns of every part of the items, `[limit, items of the part]`.
    private let columns: [Buffer]

    /// The minimum gain of a pivot, as a share of its own weight.
    private static let minimumGain = 1e-6

    /// - Parameter limit: The maximum number of rows.
    /// - Complexity: O(items of the kernel · limit · (limit + features)); memory of items · limit floats.
    init(_ kernel: DiversityKernel, limit: Int) {
        let parts = kernel.similarity.tasks
        let columns = parts.map { Buffer(count: limit * $0.count) }
        // The squared distance of every item from the span of the pivots; zero for the pivots.
        let gains = SharedArray(repeating: 0.0, count: kernel.count)
        for item in 0..<kernel.count { gains[item] = kernel.weights[item] * kernel.weights[item] }
        let trace = (0..<kernel.count).reduce(0) { $0 + gains[$1] }
        let best = SharedArray(repeating: 0, count: parts.count)
        for (part, range) in parts.enumerated() { best[part] = range.max { gains[$0] < gains[$1] }! }
        var pivots: [Int] = []
        var pivotGains: [Double] = []
        while pivots.count < limit {
            let found = (0..<parts.count).map { best[$0] }.max { gains[$0] < gains[$1] }!
            let weight = kernel.weights[found]
            guard gains[found] > Self.minimumGain * weight * weight else { break }
            let count = pivots.count
            let home = parts.firstIndex { $0.contains(found) }!
            let place = found - parts[home].lowerBound
            let own = Buffer((0..<count).map { columns[home][$0 * parts[home].count + place] })
            let scale = 1 / gains[found].squareRoot()
            pivotGains.append(gains[found])
            gains[found] = 0
            pivots.append(found)
            kernel.pool.run(parts.count) { part, _ in
                let range = parts[part]
                let products = Buffer(count: range.count)
                // [1, items] = [1, count] · [count, items]
                multiply(own, columns[part], rows: 1, inner: count, columns: range.count, into: products)
                for (place, entry) in kernel.row(found, range).enumerated() {
                    let column = (entry - Double(products[place])) * scale
                    products[place] = Float(column)
                    let item = range.lowerBound + place
                    gains[item] = max(0, gains[item] - column * column)
                }
                columns[part][count * range.count..<(count + 1) * range.count].copy(from: products)
                best[part] = range.max { gains[$0] < gains[$1] }!
            }
        }
        self.pivots = pivots
        self.parts = parts
        self.columns = columns
        var found = (0..<kernel.count).map { item in
            max(gains[item], Self.minimumGain * kernel.weights[item] * kernel.weights[item])
        }
        for (pivot, gain) in zip(pivots, pivotGains) { found[pivot] = gain }
        self.gains = found
        unexplained = (0..<kernel.count).reduce(0) { $0 + gains[$1] } / trace
    }

    /// The factor, `[pivots, items]`.
    var rows: [Double] {
        var rows: [Double] = []
        rows.reserveCapacity(pivots.count * (parts.last?.upperBound ?? 0))
        for row in pivots.indices {
            for (part, range) in parts.enumerated() {
                columns[part].withSpan { columns in
                    for place in 0..<range.count { rows.append(Double(columns[row * range.count + place])) }
                }
            }
        }
        return rows
    }
}
