import Kernels

/// Where a lane's backward pass leaves what concerns a layer's parameters.
package struct LayerGradients: Sendable {
    /// The lane's own sums. A layer adds to the gradients of its `laneSlots` alone.
    let lane: Arena
    /// The lane's rows of what the layer records for the whole batch; nil for a layer that records nothing.
    let record: LayerRecord?
}
