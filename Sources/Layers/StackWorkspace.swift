import Kernels

/// The memory that one worker needs to take up to `capacity` images through a stack, allocated once.
public struct StackWorkspace: Sendable {
    /// Every layer's output, `[capacity, outputCount]`.
    let outputs: [Buffer]
    /// Gradients of the layers' inputs, of the odd ones and the even ones in turn; empty without a backward pass.
    let gradients: [Buffer]
    /// The gradient that goes round a residual block.
    let skippedGradient: Buffer
    let scratch: Buffer

    public init(_ stack: LayerStack, capacity: Int, backward: Bool) {
        outputs = stack.layers.map { Buffer(count: capacity * $0.outputCount) }
        let largest = stack.layers.dropFirst().map(\.inputCount).max() ?? 0
        gradients = (0..<2).map { _ in Buffer(count: backward ? capacity * largest : 0) }
        let bridged = zip(stack.layers, stack.skips).map { layer, first in first == nil ? 0 : layer.outputCount }
        skippedGradient = Buffer(count: backward ? capacity * (bridged.max() ?? 0) : 0)
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
