import GreyImages

/// Makes simulated medical-style images, each from the seed, its kind and its index alone.
///
/// A phantom's anatomy doesn't depend on the size or the depth: index 7 at 64 and at 256 pixels is the same patient,
/// with other noise. On frames that aren't square the anatomy fills the largest centred square; the rest is background.
public struct PhantomGenerator: Sendable {
    public let seed: UInt64
    public let size: ImageSize
    public let bitDepth: BitDepth

    /// - Precondition: both sides of `size` are at least 8 pixels.
    public init(seed: UInt64, size: ImageSize, bitDepth: BitDepth) {
        precondition(size.width >= 8 && size.height >= 8, "a phantom has at least 8 pixels a side")
        self.seed = seed
        self.size = size
        self.bitDepth = bitDepth
    }

    /// Phantom `index` of a kind depends on the seed, the kind and the index alone (not on how many are made): so
    /// index k of a longer run is the same image.
    ///
    /// - Parameter changes: factors to set, all else of the same patient unchanged: for traversals with known truth.
    /// - Precondition: `index` isn't negative; each change names a factor of the kind and lies within its range.
    public func phantom(_ kind: PhantomKind, index: Int, changing changes: [PhantomFactor] = []) -> Phantom {
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
