import Kernels

/// A layer's parameters, and its weights packed for its passes. This is a class because every pass takes one, and copies
/// of three buffers would each count references.
package final class LayerWeights: Sendable {
    package let parameters: Arena
    let forward: Buffer
    /// Empty where no backward pass is meant.
    let backward: Buffer

    init(parameters: Arena, forward: Buffer, backward: Buffer) {
        self.parameters = parameters
        self.forward = forward
        self.backward = backward
    }

    /// The packed weights for a direction.
    subscript(direction: PassDirection) -> Buffer {
        switch direction {
        case .forward: forward
        case .backward: backward
        }
    }
}
