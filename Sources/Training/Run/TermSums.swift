import VAE

/// Sums of terms over images, and their means.
package struct TermSums: Sendable, Hashable, Codable {
    package private(set) var images = 0
    private var distortion = 0.0
    private var rate = 0.0

    package init() {}

    package init(_ terms: [ImageTerms]) { add(terms) }

    package mutating func add(_ terms: some Sequence<ImageTerms>) {
        for term in terms {
            images += 1
            distortion += term.distortion
            rate += term.rate
        }
    }

    /// The mean terms in nats per image; nil if there are no images.
    package var mean: ImageTerms? {
        images == 0 ? nil : ImageTerms(distortion: distortion / Double(images), rate: rate / Double(images))
    }
}
