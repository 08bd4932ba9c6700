import Kernels
import Platform
import VAE

/// The principal components of latents: orthogonal directions in which they vary most.
package struct PrincipalComponents: Sendable {
    /// `[dimension]`
    package let means: [Double]
    /// The variance of every component, the largest first.
    package let variances: [Double]
    /// The unit vectors of the components, `[components, dimension]`.
    package let directions: Latents

    package var count: Int { variances.count }

    /// - Parameter limit: The maximum number of components.
    /// - Precondition: There are latents.
    /// - Complexity: O(latents · dimension² + dimension³).
    package init(_ latents: Latents, limit: Int) {
        precondition(latents.count > 0 && limit > 0, "latents to vary")
        let (count, dimension) = (latents.count, latents.dimension)
        let means = LatentSpread(latents).means
        let centred = Buffer(latents.values.enumerated().map { Float(Double($1) - means[$0 % dimension]) })
        let products = Buffer(count: dimension * dimension)
        // [dimension, dimension] = [latents, dimension]ᵀ · [latents, dimension]
        multiply(
            centred, centred, transposed: .left, rows: dimension, inner: count, columns: dimension, into: products)
        let eigen = SymmetricEigen(products.values.map { Double($0) / Double(count) }, size: dimension)
        let kept = (0..<dimension).reversed().prefix(limit).filter {
            eigen.values[$0] > eigen.values[dimension - 1] * 1e-7
        }
        self.means = means
        variances = kept.map { eigen.values[$0] }
        directions = Latents(
            dimension: dimension,
            values: kept.flatMap { row in
                // A direction and its opposite are equivalent: the largest entry is made positive.
                let vector = eigen.vectors[row * dimension..<(row + 1) * dimension]
                let largest = vector.max { abs($0) < abs($1) }!
                return vector.map { Float(largest < 0 ? -$0 : $0) }
            })
    }

    /// Checks that memory holds the square matrices of a dimension, about five in double precision.
    ///
    /// - Throws: `MemoryError`.
    package static func requireMemory(dimension: Int) throws(MemoryError) {
        try Memory.require(
            40 * Double(dimension) * Double(dimension), for: "the principal components of \(dimension) latents",
            remedy: "use a model with fewer latents")
    }

    /// The coordinates of latents along the components, `[latents, components]`.
    package func coordinates(of latents: Latents) -> [[Double]] {
        (0..<latents.count).map { row in
            let centred = zip(latents[row], means).map { Double($0) - $1 }
            return (0..<count).map { component in
                zip(centred, directions[component]).reduce(0) { $0 + $1.0 * Double($1.1) }
            }
        }
    }
}
