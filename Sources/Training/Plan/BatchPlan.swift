import Kernels

/// The batches of an epoch, in the order in which a stage takes them.
protocol BatchPlan {
    var batchCount: Int { get }

    /// The indices of a batch's images, as the stage's gradient counts them.
    subscript(batch: Int) -> ArraySlice<Int> { get }
}

/// Batches of images that are drawn with replacement. Each depends only on the seed and on its own number.
struct RandomBatches: BatchPlan {
    let imageCount: Int
    let batch: Int
    let seed: UInt64
    let batchCount: Int

    subscript(number: Int) -> ArraySlice<Int> {
        let words = RandomStream(seed: seed, purpose: .refinementBatch, step: number + 1)
            .words(blocks: (batch + 1) / 2)
        let images = (0..<batch).map { place in
            let draw = UInt64(words[2 * place]) | UInt64(words[2 * place + 1]) << 32
            return Int(draw.multipliedFullWidth(by: UInt64(imageCount)).high)
        }
        return images[...]
    }
}
