/// Latent vectors as the rows of a matrix, `[count, dimension]`.
public struct Latents: Sendable, Hashable {
    public let dimension: Int
    /// The values, row by row.
    public private(set) var values: [Float]

    /// - Precondition: The values fill whole rows.
    public init(dimension: Int, values: [Float]) {
        precondition(dimension > 0 && values.count % dimension == 0, "whole rows")
        self.dimension = dimension
        self.values = values
    }

    /// The rows of the first, then those of the second.
    public static func + (first: Latents, second: Latents) -> Latents {
        precondition(first.dimension == second.dimension, "rows of one dimension")
        return Latents(dimension: first.dimension, values: first.values + second.values)
    }

    public var count: Int { values.count / dimension }

    /// The rows with those indices, in that order.
    public func rows(_ indices: some Sequence<Int>) -> Latents {
        Latents(dimension: dimension, values: indices.flatMap { self[$0] })
    }

    /// The first columns of every row.
    public func firstColumns(_ columns: Int) -> Latents {
        columns == dimension
            ? self : Latents(dimension: columns, values: (0..<count).flatMap { self[$0].prefix(columns) })
    }

    /// One row, `[dimension]`.
    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }
}
