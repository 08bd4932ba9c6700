import GreyImages

/// The split of a data set into training images and held-out images, by a hash of their pixels: copies of an image are
/// always on the same side, whatever the order of the images.
package struct DataSplit: Sendable, Hashable {
    package let training: [Int]
    package let validation: [Int]

    /// Splits a data set.
    ///
    /// - Parameters:
    ///   - images: The data set.
    ///   - share: The share of the images to hold out. If it is positive and two images differ, at least one is held out and
    ///     at least one is not.
    ///   - rule: The rule of the model that was trained on the images; `count` for a new model.
    package init(_ images: ImageDataset, validationShare share: Double, rule: HeldOutRule = .count) {
        self.init(
            hashes: (0..<images.count).map { images.pixelHash(of: $0) }, validationShare: share, rule: rule)
    }

    /// - Parameters:
    ///   - training: The indices of the training images.
    ///   - validation: The indices of the held-out images.
    package init(training: [Int], validation: [Int]) {
        self.training = training
        self.validation = validation
    }

    /// - Parameter hashes: The hashes of the images' pixels.
    package init(hashes: [UInt64], validationShare share: Double, rule: HeldOutRule) {
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

    /// Takes images in the order of their hashes as long as they bring the count nearer to the share, rounded. Without copies
    /// the count is met exactly.
    private static func lowest(_ copies: [UInt64: Int], of count: Int, share: Double) -> Set<UInt64> {
        let wanted = max(1, Int((share * Double(count)).rounded()))
        var (heldOut, held) = (Set<UInt64>(), 0)
        for hash in copies.keys.sorted() where held < wanted && heldOut.count < copies.count - 1 {
            guard abs(held + copies[hash]! - wanted) < wanted - held else { continue }
            heldOut.insert(hash)
            held += copies[hash]!
        }
        // If every image has many copies, the image with the fewest is held out.
        if heldOut.isEmpty { heldOut = [copies.min { ($0.value, $0.key) < ($1.value, $1.key) }!.key] }
        return heldOut
    }
}
