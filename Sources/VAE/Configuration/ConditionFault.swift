/// Why a flow prior can't be conditioned on a quantity.
public enum ConditionFault: Sendable, Hashable, CustomStringConvertible {
    /// An empty or a very long name.
    case name
    case fewerThanTwoValues
    /// The value is the same for all images where it is known.
    case constant
    case tooManyCategories(Int, maximum: Int)
    /// The values of no image, or of images with values of another kind.
    case missing
    /// A file's numbers contradict each other, or its categories are repeated or too few.
    case impossible

    public var description: String {
        switch self {
        case .name: "has an empty name, or one of more than 255 bytes"
        case .fewerThanTwoValues: "has fewer than two known values, and nothing can be learned from them"
        case .constant: "has the same value wherever it is known, so nothing can be learned from it"
        case .tooManyCategories(let count, let maximum): "has \(count) different texts, and the maximum is \(maximum)"
        case .missing: "is not among the attributes of the images"
        case .impossible: "has impossible numbers or categories"
        }
    }
}
