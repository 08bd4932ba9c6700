import Platform
import VAE

/// Latents in two dimensions.
package struct LatentMapping: Sendable {
    /// The place of every latent.
    package let points: [MapPoint]
    /// The share of the latents' variance along the two dimensions; nil for t-SNE, or if there is no variance.
    package let varianceShare: Double?

    /// The number of components by which t-SNE measures distances.
    private static let components = 50

    /// - Parameters:
    ///   - latents: `[items, dimension]`
    ///   - method: How they are mapped.
    ///   - perplexity: The approximate number of neighbours per item for t-SNE.
    ///   - progress: Told the share of the work that is done; an error that it throws ends the work.
    /// - Precondition: For t-SNE, there are at most `NeighbourMap.maximumItems` items.
    /// - Throws: `MemoryError`, and what `progress` throws.
    package init(
        _ latents: Latents, method: MapMethod, perplexity: Double = 30, pool: WorkerPool,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        try PrincipalComponents.requireMemory(dimension: latents.dimension)
        let components = PrincipalComponents(latents, limit: method == .pca ? .max : Self.components)
        let coordinates = components.coordinates(of: latents)
        switch method {
        case .pca:
            let total = components.variances.reduce(0, +)
            points = coordinates.map { MapPoint(x: $0.first ?? 0, y: $0.count > 1 ? $0[1] : 0) }
            varianceShare = total > 0 ? components.variances.prefix(2).reduce(0, +) / total : nil
        case .tsne:
            // The affinities of all pairs, as rows and then as a matrix.
            try Memory.require(
                8 * Double(latents.count) * Double(latents.count), for: "a map of \(latents.count) images",
                remedy: "map fewer images, or by principal components (pca)")
            points = try NeighbourMap(coordinates, perplexity: perplexity, pool: pool, progress: progress).points
            varianceShare = nil
        }
    }
}
