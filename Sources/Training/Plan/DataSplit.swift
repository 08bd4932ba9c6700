import GreyImages

/// Which images are trained on and which are held out, decided by a hash of their pixels: copies of an image are
/// always on the same side, and adding images moves none from one side to the other.
public struct DataSplit: Sendable, Hashable {
    public let training: [Int]
    public let validation: [Int]

    /// - share: the expected share of held-out images. When it is positive and there are two different images, at
    ///   least one is held out and at least one is not.
    public init(_ images: ImageDataset, validationShare share: Double) {
        self.init(hashes: (0..<images.count).map { images.pixelHash(of: $0) }, validationShare: share)
    }

    /// - hashes: of the images' pixels.
    init(hashes: [UInt64], validationShare share: Double) {
        let threshold = UInt64(share * 0x1p63) << 1
        var heldOut = Set(hashes.filter { $0 < threshold })
        let different = Set(hashes)
        if share > 0, different.count > 1 {
            if heldOut.isEmpty { heldOut = [different.min()!] }
            if heldOut.count == different.count { heldOut.remove(different.max()!) }
        } else {
            heldOut = []
        }
        training = hashes.indices.filter { !heldOut.contains(hashes[$0]) }
        validation = hashes.indices.filter { heldOut.contains(hashes[$0]) }
    }
}
