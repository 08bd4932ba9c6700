import GreyImages
import Kernels
import Platform

/// The hashes of a data set's images, which detect copies and changed folders.
struct ImageHashes: Sendable {
    /// One hash per image.
    let each: [UInt64]

    init(_ images: ImageDataset, pool: WorkerPool) {
        let hashes = SharedArray(repeating: UInt64(0), count: images.count)
        let size = 256
        pool.run((images.count + size - 1) / size) { part, _ in
            for index in part * size..<min(images.count, (part + 1) * size) {
                hashes[index] = images.pixelHash(of: index)
            }
        }
        each = hashes.prefix(images.count)
    }

    /// The hash of all images in their order.
    var combined: UInt64 {
        each.reduce(0xcbf2_9ce4_8422_2325) { hash, one in
            let mixed = (hash ^ one) &* 0x9e37_79b9_7f4a_7c15
            return mixed ^ (mixed >> 29)
        }
    }
}
