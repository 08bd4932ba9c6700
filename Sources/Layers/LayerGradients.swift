import Kernels

/// Where a lane's backward pass leaves what concerns a layer's parameters.
public struct LayerGradients: Sendable {
    /// The lane's own sums, of the layer's `laneSlots` alone.
    let lane: Arena
    /// The layer's part of the batch's record, `[recordCount]` for every image of the batch.
    let record: Buffer
    /// The images that the record has room for.
    let batch: Int
    /// The lane's first image in the batch.
    let firstImage: Int
}
