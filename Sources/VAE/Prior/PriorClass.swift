/// The class that a latent is drawn from.
package enum PriorClass: Sendable, Hashable, BitwiseCopyable {
    case any
    /// An index into the prior's classes.
    case one(Int)
    /// Between two classes: the first at a share of 0, the second at a share of 1, with exactly the latents of each.
    case between(Int, Int, share: Double)

    /// - Parameter index: The index of a class; nil for any class.
    package init(_ index: Int?) {
        self = index.map(Self.one) ?? .any
    }
}
