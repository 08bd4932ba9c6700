import GreyImages

/// Why no model can be built as asked.
public enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    case outOfRange(name: String, value: Int, range: ClosedRange<Int>)
    case tooManyConvolutions(Int, size: ImageSize)
    case binarizationWithoutBernoulli

    public var description: String {
        switch self {
        case .outOfRange(let name, let value, let range):
            "the \(name) \(value) is not within \(range.lowerBound)...\(range.upperBound)"
        case .tooManyConvolutions(let count, let size):
            "\(count) convolutions halve \(size) images below one pixel: name fewer with --channels"
        case .binarizationWithoutBernoulli:
            "binary images need the likelihood of two levels: add --likelihood bernoulli, or leave --binarize out"
        }
    }
}
