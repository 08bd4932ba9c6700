/// How an image is fitted to a size with other proportions.
public enum Fit: String, Sendable, Hashable, Codable, CaseIterable {
    /// The whole image keeps its proportions and is centred. The rest is black (level 0).
    case pad
    /// The image keeps its proportions and fills the size. The excess is cut off evenly on both sides.
    case crop
    /// Both sides are resized independently, so the proportions change.
    case stretch
}
