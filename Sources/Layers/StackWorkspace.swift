import Kernels

/// The memory that one worker needs to take up to `capacity` images through a stack, allocated once. A class, as every
/// layer's pass takes it in hand and copies of its many buffers' references would cost time.
public final class StackWorkspace: Sendable {
    /// Every layer's output, `[capacity, outputCount]`; those that are computed anew share one place.
    let outputs: [Buffer]
    /// Gradients of the layers' inputs, each in one that is free, the gradient that goes round a residual block among
    /// them; empty without a backward pass.
    let gradients: [Buffer]
    let scratch: Buffer

    public init(_ stack: LayerStack, capacity: Int, backward: Bool) {
        let recomputed = zip(stack.layers, stack.isRecomputed).map { $1 ? $0.outputCount : 0 }
        let shared = Buffer(count: capacity * (recomputed.max() ?? 0))
        outputs = zip(stack.layers, stack.isRecomputed).map { layer, isRecomputed in
            let count = capacity * layer.outputCount
            return isRecomputed ? shared.prefix(count) : Buffer(count: count)
        }
        let bridged = zip(stack.layers, stack.skips).map { layer, first in first == nil ? 0 : layer.outputCount }
        let largest = max(stack.layers.dropFirst().map(\.inputCount).max() ?? 0, bridged.max() ?? 0)
        gradients = (0..<(stack.hasSkips ? 3 : 2)).map { _ in Buffer(count: backward ? capacity * largest : 0) }
        scratch = Buffer(count: stack.layers.map { $0.scratchCount(images: capacity) }.max() ?? 0)
    }
}

extension StackWorkspace {
    /// What the last forward pass of that many images gave.
    public func output(of stack: LayerStack, images: Int) -> Buffer {
        outputs[outputs.count - 1].prefix(images * stack.outputCount)
    }
}

extension LayerStack {
    /// The floats that a pass forward and backward touches for one image, the parameters aside.
    public var activationCount: Int { layers.reduce(0) { $0 + 2 * $1.outputCount } }
}
