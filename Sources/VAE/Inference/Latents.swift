/// Latent vectors as rows: `[count, dimension]`.
public struct Latents: Sendable, Hashable {
    public let dimension: Int
    /// Row by row.
    public private(set) var values: [Float]

    /// - Precondition: whole rows.
    public init(dimension: Int, values: [Float]) {
        precondition(dimension > 0 && values.count % dimension == 0, "whole rows")
        self.dimension = dimension
        self.values = values
    }

    /// The rows of both, the first one's first.
    public static func + (first: Latents, second: Latents) -> Latents {
        precondition(first.dimension == second.dimension, "rows of one dimension")
        return Latents(dimension: first.dimension, values: first.values + second.values)
    }

    public var count: Int { values.count / dimension }

    /// One row, `[dimension]`.
    public subscript(row: Int) -> ArraySlice<Float> { values[row * dimension..<(row + 1) * dimension] }
}
