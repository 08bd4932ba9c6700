/// The rule that chooses the held-out images by hashes of their pixels, as model and state files name it. Files without a name
/// use `threshold`.
package enum HeldOutRule: String, Sendable, Hashable, Codable {
    /// Every image whose hash is below the requested share: about as many as requested.
    case threshold
    /// The images with the lowest hashes, exactly as many as requested.
    case count
}
