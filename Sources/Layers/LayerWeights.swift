import Kernels

/// A layer's parameters, and its weights laid out for its passes. A class, as every pass takes one in hand.
public final class LayerWeights: Sendable {
    public let parameters: Arena
    /// Empty where no backward pass is meant.
    let forward: Buffer
    let backward: Buffer

    init(parameters: Arena, forward: Buffer, backward: Buffer) {
        self.parameters = parameters
        self.forward = forward
        self.backward = backward
    }

    subscript(pass: Pass) -> Buffer {
        switch pass {
        case .forward: forward
        case .backward: backward
        }
    }
}
