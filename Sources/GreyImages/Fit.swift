/// How an image of one shape is brought into another.
public enum Fit: String, Sendable, Hashable, Codable, CaseIterable {
    /// All of the image is kept at its proportions, centred, with black (level 0) beside it.
    case pad
    /// The frame is filled at the image's proportions; what stands out is cut off evenly on both sides.
    case crop
    /// Both sides are brought to the frame's, whatever that does to the proportions.
    case stretch
}
