import Kernels

/// Finds the nearest rows of many queries at once, by matrix products.
struct NearestRows: Sendable {
    private let count: Int
    private let dimension: Int
    /// `[count, dimension]`
    private let rows: Buffer
    private let squaredLengths: [Float]

    init(_ rows: [[Float]]) {
        count = rows.count
        dimension = rows[0].count
        squaredLengths = rows.map { $0.reduce(0) { $0 + $1 * $1 } }
        self.rows = Buffer(rows.flatMap(\.self))
    }

    subscript(place: Int) -> [Float] { rows[place * dimension..<(place + 1) * dimension].values }

    /// The places of the nearest rows of every query, nearest first, in single precision.
    ///
    /// - Complexity: queries · rows · dimension.
    func nearest(_ number: Int, to queries: [[Float]]) -> [[Int]] {
        let products = Buffer(count: queries.count * count)
        // [queries, rows] = [queries, dimension] · [rows, dimension]ᵀ
        multiply(
            Buffer(queries.flatMap(\.self)), rows, transposed: .right, rows: queries.count, inner: dimension,
            columns: count, into: products)
        return products.withSpan { products in
            queries.indices.map { query in
                var (places, distances) = ([Int](), [Float]())
                for place in 0..<count {
                    let distance = squaredLengths[place] - 2 * products[query * count + place]
                    if places.count == number, distance >= distances[number - 1] { continue }
                    let after = distances.firstIndex { $0 > distance } ?? distances.count
                    places.insert(place, at: after)
                    distances.insert(distance, at: after)
                    if places.count > number {
                        places.removeLast()
                        distances.removeLast()
                    }
                }
                return places
            }
        }
    }
}
