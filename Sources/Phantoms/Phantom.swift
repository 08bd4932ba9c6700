import GreyImages

/// A simulated image together with the factors that made it.
public struct Phantom: Sendable {
    public let kind: PhantomKind
    public let image: GreyImage
    /// The factors, in the same order for every phantom of a kind. `PhantomKind.factorRanges` has their ranges.
    public let factors: [PhantomFactor]

    public init(kind: PhantomKind, image: GreyImage, factors: [PhantomFactor]) {
        self.kind = kind
        self.image = image
        self.factors = factors
    }

    /// The value of the factor with a name; nil if this kind has no such factor.
    public subscript(name: String) -> Double? {
        factors.first { $0.name == name }?.value
    }
}
