import Kernels
import Platform
import VAE

/// The similarities of items by their features: exp(-distance² / (2 · scale²)), 1 for equal features.
package struct Similarity: Sendable {
    package let count: Int
    /// The distance at which the similarity is e^-½.
    package private(set) var scale: Double
    private let dimension: Int
    /// `[count, dimension]`, minus their mean: products of large numbers would leave little of the differences.
    private let features: Buffer
    /// The squared length of every item's features.
    private let squaredLengths: [Double]
    /// The threads that do the work.
    let pool: WorkerPool

    /// The maximum number of items, the first ones, whose distances set the scale.
    private static let maximumMeasured = 1000
    /// Items per task, the same for any number of threads.
    private static let itemsPerTask = 512

    /// - Parameters:
    ///   - features: `[count, dimension]`
    ///   - scale: The distance at which the similarity is e^-½; nil for the median distance between items.
    ///   - pool: The threads that do the work, now and whenever the similarities are used.
    /// - Complexity: O(count² · dimension) for up to 1,000 items.
    package init(_ features: Latents, scale: Double? = nil, pool: WorkerPool) {
        let (count, dimension) = (features.count, features.dimension)
        precondition(count > 0, "there are items")
        let means = LatentSpread(features).means
        let centred = features.values.enumerated().map { Float(Double($1) - means[$0 % dimension]) }
        self.count = count
        self.dimension = dimension
        self.features = Buffer(centred)
        squaredLengths = (0..<count).map { row in
            centred[row * dimension..<(row + 1) * dimension].reduce(0) { $0 + Double($1) * Double($1) }
        }
        self.pool = pool
        self.scale = scale ?? 1
        if scale == nil { self.scale = medianDistance }
    }

    /// The median over all pairs, or over those that differ if most are equal; 1 if all are equal.
    private var medianDistance: Double {
        let measured = min(count, Self.maximumMeasured)
        let rows = pool.map(measured) { row -> [Double] in
            squaredDistances(of: row, to: row + 1..<max(row + 1, measured))
        }
        let distances = rows.joined().sorted()
        let median = distances.isEmpty ? 0 : distances[distances.count / 2]
        let usable = median > 0 ? median : distances.first { $0 > 0 } ?? 1
        return usable.squareRoot()
    }

    /// The squared distances from one item to some.
    ///
    /// Distances that differ from zero only by rounding are zero.
    package func squaredDistances(of item: Int, to others: Range<Int>) -> [Double] {
        let products = Buffer(count: others.count)
        // [1, others] = [1, dimension] · [others, dimension]ᵀ
        multiply(
            features[row(item)], features[others.lowerBound * dimension..<others.upperBound * dimension],
            transposed: .right, rows: 1, inner: dimension, columns: others.count, into: products)
        return products.withSpan { products in
            others.map { other in
                let lengths = squaredLengths[item] + squaredLengths[other]
                let distance = lengths - 2 * Double(products[other - others.lowerBound])
                return distance > lengths * Self.precision ? distance : 0
            }
        }
    }

    /// The rounding error of the squared distance between equal features, as a share of their squared lengths.
    private static let precision = 1e-6

    private func row(_ item: Int) -> Range<Int> { item * dimension..<(item + 1) * dimension }

    /// The similarities of one item with some.
    package func similarities(of item: Int, to others: Range<Int>) -> [Double] {
        let factor = -0.5 / (scale * scale)
        return squaredDistances(of: item, to: others).map { exp($0 * factor) }
    }

    /// The similarities among some items, `[items, items]`.
    ///
    /// - Complexity: O(items² · dimension).
    package func matrix(of items: [Int]) -> [Double] {
        let own = subset(items)
        let rows = pool.map(items.count) { own.similarities(of: $0, to: 0..<items.count) }
        return rows.flatMap(\.self)
    }

    /// The similarities of some items, with the same scale.
    func subset(_ items: [Int]) -> Similarity { Similarity(items, of: self) }

    private init(_ items: [Int], of other: Similarity) {
        count = items.count
        dimension = other.dimension
        scale = other.scale
        pool = other.pool
        squaredLengths = items.map { other.squaredLengths[$0] }
        features = Buffer(count: items.count * other.dimension)
        for (place, item) in items.enumerated() { features[row(place)].copy(from: other.features[other.row(item)]) }
    }

    /// The tasks into which all items are divided.
    var tasks: [Range<Int>] {
        stride(from: 0, to: count, by: Self.itemsPerTask).map { $0..<min(count, $0 + Self.itemsPerTask) }
    }

    /// The mean distance between two of some items; 0 for one item.
    package func meanDistance(among items: [Int]) -> Double {
        let own = subset(items)
        let sums = pool.map(items.count) { row in
            own.squaredDistances(of: row, to: row + 1..<items.count).reduce(0) { $0 + $1.squareRoot() }
        }
        let pairs = items.count * (items.count - 1) / 2
        return pairs == 0 ? 0 : sums.reduce(0, +) / Double(pairs)
    }
}
