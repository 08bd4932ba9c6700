/// The shape of a flat network's latent: a vector, or a map that keeps the image's layout.
public enum LatentShape: Sendable, Hashable {
    /// That many dimensions.
    case vector(Int)
    case map(LatentMap)
}
