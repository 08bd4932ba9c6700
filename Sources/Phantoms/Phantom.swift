import GreyImages

/// A simulated image together with the factors that made it.
package struct Phantom: Sendable {
    package let kind: PhantomKind
    package let image: GreyImage
    /// The factors, in the same order for every phantom of a kind. `PhantomKind.factorRanges` has their ranges.
    package let factors: [PhantomFactor]

    package init(kind: PhantomKind, image: GreyImage, factors: [PhantomFactor]) {
        self.kind = kind
        self.image = image
        self.factors = factors
    }

    /// The value of the factor with a name; nil if this kind has no such factor.
    package subscript(name: String) -> Double? {
        factors.first { $0.name == name }?.value
    }
}
