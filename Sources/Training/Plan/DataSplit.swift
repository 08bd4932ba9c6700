import GreyImages
import VAE

/// Which images are trained on and which are held out, decided by a hash of their pixels: copies of an image are always on
/// the same side, whatever order the images come in.
public struct DataSplit: Sendable, Hashable {
    public let training: [Int]
    public let validation: [Int]

    /// - share: of images to hold out. When it is positive and there are two different images, at least one is held out and
    ///   at least one is not.
    /// - rule: that of the model which was trained on the images; for a new one, `count`.
    public init(_ images: ImageDataset, validationShare share: Double, rule: HeldOutRule = .count) {
        self.init(
            hashes: (0..<images.count).map { images.pixelHash(of: $0) }, validationShare: share, rule: rule)
    }

    /// - hashes: of the images' pixels.
    init(hashes: [UInt64], validationShare share: Double, rule: HeldOutRule) {
        let copies = Dictionary(grouping: hashes, by: \.self).mapValues(\.count)
        var heldOut: Set<UInt64> = []
        if share > 0, copies.count > 1 {
            switch rule {
            case .threshold: heldOut = Self.belowThreshold(copies, share: share)
            case .count: heldOut = Self.lowest(copies, of: hashes.count, share: share)
            }
        }
        training = hashes.indices.filter { !heldOut.contains(hashes[$0]) }
        validation = hashes.indices.filter { heldOut.contains(hashes[$0]) }
    }

    private static func belowThreshold(_ copies: [UInt64: Int], share: Double) -> Set<UInt64> {
        let threshold = UInt64(share * 0x1p63) << 1
        var heldOut = Set(copies.keys.filter { $0 < threshold })
        if heldOut.isEmpty { heldOut = [copies.keys.min()!] }
        if heldOut.count == copies.count { heldOut.remove(copies.keys.max()!) }
        return heldOut
    }

    /// In the order of their hashes, images as long as they bring the count nearer to the share of all, rounded. Without
    /// copies the count is met.
    private static func lowest(_ copies: [UInt64: Int], of count: Int, share: Double) -> Set<UInt64> {
        let wanted = max(1, Int((share * Double(count)).rounded()))
        var (heldOut, held) = (Set<UInt64>(), 0)
        for hash in copies.keys.sorted() where held < wanted && heldOut.count < copies.count - 1 {
            guard abs(held + copies[hash]! - wanted) < wanted - held else { continue }
            heldOut.insert(hash)
            held += copies[hash]!
        }
        // Where every image has many copies, those of the one that has the fewest.
        if heldOut.isEmpty { heldOut = [copies.min { ($0.value, $0.key) < ($1.value, $1.key) }!.key] }
        return heldOut
    }
}
