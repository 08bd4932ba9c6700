import Kernels

/// The batches of an epoch: every training image once, in an order that depends on the seed and the epoch alone.
struct EpochPlan: BatchPlan {
    private let order: [Int]
    let batchCount: Int

    /// - Parameter batch: the maximum number of images of a batch; those left over make all batches a little smaller
    ///   instead of one tiny one.
    init(images: [Int], batch: Int, seed: UInt64, epoch: Int) {
        order = RandomStream(seed: seed, purpose: .shuffle, step: epoch).permutation(images.count).map { images[$0] }
        batchCount = (images.count + batch - 1) / batch
    }

    subscript(batch: Int) -> ArraySlice<Int> {
        order[batch * order.count / batchCount..<(batch + 1) * order.count / batchCount]
    }
}
