import GreyImages

/// Generates simulated medical-style images. Each depends only on the seed, its kind and its index.
///
/// The anatomy doesn't depend on the size or depth: index 7 at 64 and at 256 pixels is the same patient with different noise.
/// In images that aren't square, the anatomy fills the largest centred square, and the rest is background.
package struct PhantomGenerator: Sendable {
    package let seed: UInt64
    package let size: ImageSize
    package let bitDepth: BitDepth

    /// - Precondition: Both sides of `size` are at least 8 pixels.
    package init(seed: UInt64, size: ImageSize, bitDepth: BitDepth) {
        precondition(size.width >= 8 && size.height >= 8, "a phantom has at least 8 pixels a side")
        self.seed = seed
        self.size = size
        self.bitDepth = bitDepth
    }

    /// Generates the phantom with an index. It doesn't depend on how many phantoms are generated.
    ///
    /// - Parameters:
    ///   - kind: The kind of phantom.
    ///   - index: The number of the phantom.
    ///   - changes: Factors to set. Everything else about the patient stays the same.
    /// - Precondition: `index` isn't negative. Each change names a factor of the kind and lies within its range.
    package func phantom(_ kind: PhantomKind, index: Int, changing changes: [PhantomFactor] = []) -> Phantom {
        precondition(index >= 0, "phantoms are counted from 0")
        func stream(_ purpose: RandomSource.Purpose) -> RandomSource {
            RandomSource(seed: seed, kind: kind, index: index, purpose: purpose)
        }
        var sheet = FactorSheet(random: stream(.factors), changes: changes)
        let anatomy = kind.anatomy(drawnFrom: &sheet)
        sheet.checkThatAllChangesWereUsed()
        var canvas = Canvas(Grid(size: size, pose: anatomy.pose))
        anatomy.draw(on: &canvas, texture: stream(.texture))
        let samples = anatomy.exposure.develop(canvas, bitDepth: bitDepth, noise: stream(.noise))
        return Phantom(
            kind: kind, image: GreyImage(size: size, bitDepth: bitDepth, samples: samples), factors: sheet.factors)
    }
}
