/// How the images that are held out from training are picked by hashes of their pixels, as model and state files name it.
/// Files that name none are of the `threshold`.
public enum HeldOutRule: String, Sendable, Hashable, Codable {
    /// Every image whose hash lies below the share: about as many as were asked for.
    case threshold
    /// The images with the lowest hashes, as many as were asked for.
    case count
}
