import Kernels

/// The batches of an epoch that takes every training image once. Their order depends only on the seed and the epoch.
struct EpochPlan: BatchPlan {
    private let order: [Int]
    let batchCount: Int

    /// - Parameter batch: The maximum number of images per batch. A remainder makes all batches a little smaller
    ///   instead of adding a tiny one.
    init(images: [Int], batch: Int, seed: UInt64, epoch: Int) {
        order = RandomStream(seed: seed, purpose: .shuffle, step: epoch).permutation(images.count).map { images[$0] }
        batchCount = (images.count + batch - 1) / batch
    }

    subscript(batch: Int) -> ArraySlice<Int> {
        order[batch * order.count / batchCount..<(batch + 1) * order.count / batchCount]
    }
}
