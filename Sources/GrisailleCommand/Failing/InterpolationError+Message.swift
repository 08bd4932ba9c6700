import Grisaille

extension InterpolationError {
    /// The error with the options that mend it.
    var message: String {
        switch self {
        case .noFlowPrior:
            "--path flow needs a model with a flow prior, and this one's is the standard normal: fit it one with "
                + "grisaille prior fit"
        case .noPathOfLadder(let kind):
            "--path \(kind.rawValue) isn't made for ladders, whose latents depend on each other: choose flow, linear or "
                + "spherical"
        case .oneGroup:
            "--follow-groups belongs to ladders, and the model's latents are one group"
        case .groupsOutOfRange(let range):
            "--follow-groups must be within \(range.lowerBound)...\(range.upperBound), the model's groups"
        }
    }
}
