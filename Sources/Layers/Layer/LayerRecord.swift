import Kernels

/// A lane's rows of what a layer records for the gradients that are computed for the whole batch at once.
struct LayerRecord: Sendable {
    /// `recordCount` floats for each of `capacity` rows, in an order that the layer chooses.
    let values: Buffer
    let capacity: Int
    /// The lane's own rows.
    let rows: Range<Int>
}
