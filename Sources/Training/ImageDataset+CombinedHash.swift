import GreyImages

extension ImageDataset {
    /// A hash over all images in their order.
    var combinedHash: UInt64 {
        (0..<count).reduce(0xcbf2_9ce4_8422_2325) { hash, index in
            let mixed = (hash ^ pixelHash(of: index)) &* 0x9e37_79b9_7f4a_7c15
            return mixed ^ (mixed >> 29)
        }
    }
}
