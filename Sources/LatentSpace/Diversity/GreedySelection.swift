import Kernels

/// The items that one after the other raise the determinant of the kernel's rows and columns of theirs the most: each the
/// one farthest from the span of those before it.
///
/// Source: Chen et al., 2018, arXiv:1709.05135.
struct GreedySelection {
    /// In the order in which they were found: fewer than asked for where the kernel's rank is lower.
    let items: [Int]

    /// The share of an item's own weight that it must add.
    private static let leastGain = 1e-6

    /// - Complexity: O(items of the kernel · k · (k + features)); memory of items · k floats.
    init(_ k: Int, of kernel: DiversityKernel, pool: WorkerPool) {
        let parts = kernel.similarity.tasks
        // Of every part, its columns of Cholesky's factor, `[k, items of the part]`.
        let factors = parts.map { Buffer(count: k * $0.count) }
        // Of every item, the squared distance from the span of those found; zero of those.
        let gains = SharedArray(repeating: 0.0, count: kernel.count)
        for item in 0..<kernel.count { gains[item] = kernel.weights[item] * kernel.weights[item] }
        let best = SharedArray(repeating: 0, count: parts.count)
        for (part, range) in parts.enumerated() { best[part] = range.max { gains[$0] < gains[$1] }! }
        var items: [Int] = []
        while items.count < k {
            let found = (0..<parts.count).map { best[$0] }.max { gains[$0] < gains[$1] }!
            let weight = kernel.weights[found]
            guard gains[found] > Self.leastGain * weight * weight else { break }
            let count = items.count
            let home = parts.firstIndex { $0.contains(found) }!
            let place = found - parts[home].lowerBound
            let own = Buffer((0..<count).map { factors[home][$0 * parts[home].count + place] })
            let scale = 1 / gains[found].squareRoot()
            gains[found] = 0
            items.append(found)
            pool.run(parts.count) { part, _ in
                let range = parts[part]
                let products = Buffer(count: range.count)
                // [1, items] = [1, count] · [count, items]
                multiply(own, factors[part], rows: 1, inner: count, columns: range.count, into: products)
                for (place, entry) in kernel.row(found, range).enumerated() {
                    let column = (entry - Double(products[place])) * scale
                    products[place] = Float(column)
                    let item = range.lowerBound + place
                    gains[item] = max(0, gains[item] - column * column)
                }
                factors[part][count * range.count..<(count + 1) * range.count].copy(from: products)
                best[part] = range.max { gains[$0] < gains[$1] }!
            }
        }
        self.items = items
    }
}
