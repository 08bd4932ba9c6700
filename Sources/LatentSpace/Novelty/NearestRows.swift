import Kernels

/// Finds the rows that others are the nearest to, by matrix products of many at once.
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

    /// Of every query the places of the nearest, nearest first, as far as single precision tells.
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
