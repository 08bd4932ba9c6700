import Kernels

/// A layer's parameters, and its weights laid out for its passes.
public struct LayerWeights: Sendable {
    public let parameters: Arena
    /// Empty where no backward pass is meant.
    let forward: Buffer
    let backward: Buffer

    subscript(pass: Pass) -> Buffer {
        switch pass {
        case .forward: forward
        case .backward: backward
        }
    }
}
