/// A kind of small change that leaves an image plausible, with which a small data set is augmented.
public enum AugmentationKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Left and right are exchanged.
    case flip
    /// The image is moved by up to a sixteenth of its sides.
    case shift
    /// The image is turned by up to six degrees.
    case rotate
    /// The grey levels between black and white are made lighter or darker.
    case exposure

    /// The number of values that tell how an image was changed.
    package var featureCount: Int { self == .shift ? 2 : 1 }
}
