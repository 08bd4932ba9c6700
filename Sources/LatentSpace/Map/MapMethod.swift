/// How latents are mapped to two dimensions.
package enum MapMethod: String, Sendable, Hashable, CaseIterable {
    /// Neighbours beside each other; see `NeighbourMap`.
    case tsne
    /// The first two principal components.
    case pca

    /// t-SNE for as many items as it takes, else principal components.
    package init(defaultFor items: Int) { self = items <= NeighbourMap.maximumItems ? .tsne : .pca }
}
