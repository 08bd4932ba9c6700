/// Why there is no such path between images.
public enum InterpolationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A path through noise, and the model's prior is the standard normal.
    case noFlowPrior
    /// A kind of path that a ladder, whose latents depend on each other, doesn't have.
    case noPathOfLadder(PathKind)
    /// Groups of latents are those of ladders, and other models have one.
    case oneGroup
    case groupsOutOfRange(ClosedRange<Int>)

    public var description: String {
        switch self {
        case .noFlowPrior:
            "a path through noise needs a model with a flow prior, and this one's is the standard normal"
        case .noPathOfLadder(let kind):
            "a ladder has no \(kind.rawValue) path, as its latents depend on each other"
        case .oneGroup:
            "the model's latents are one group"
        case .groupsOutOfRange(let range):
            "the number of groups to follow must be within \(range.lowerBound)...\(range.upperBound)"
        }
    }
}
