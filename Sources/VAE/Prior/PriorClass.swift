/// What a prior is told of the class of a latent that it draws.
public enum PriorClass: Sendable, Hashable {
    case any
    /// An index into the prior's classes.
    case one(Int)
    /// On the way from one class to another: the first at a share of 0, the second at 1, with the very latents of each.
    case between(Int, Int, share: Double)

    /// - index: of a class; nil for any.
    public init(_ index: Int?) {
        self = index.map(Self.one) ?? .any
    }
}
