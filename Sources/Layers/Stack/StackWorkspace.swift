import Kernels

/// The memory that one worker needs to take up to `capacity` images through a stack, allocated once. This is a class
/// because every pass takes one, and copies of its many buffers would each count references.
package final class StackWorkspace: Sendable {
    /// Every layer's output, `[capacity, outputCount]`. Where there is a backward pass, those that it computes again share
    /// one place. Where there is none, outputs share places with those that are no longer needed.
    let outputs: [Buffer]
    /// Places for the gradients of the layers' inputs and for the gradient that goes around a residual block. Empty where
    /// there is no backward pass.
    let gradients: [Buffer]
    let scratch: Buffer

    package init(_ stack: LayerStack, capacity: Int, backward: Bool) {
        let places = backward ? OutputPlaces(keepingOutputsOf: stack) : OutputPlaces(forwardOnly: stack)
        let memory = places.counts.map { Buffer(count: capacity * $0) }
        outputs = zip(stack.layers, places.ofLayers).map { memory[$1].prefix(capacity * $0.outputCount) }
        let bridged = zip(stack.layers, stack.skips).map { layer, first in first == nil ? 0 : layer.outputCount }
        let largest = max(stack.layers.dropFirst().map(\.inputCount).max() ?? 0, bridged.max() ?? 0)
        gradients = (0..<(stack.hasSkips ? 3 : 2)).map { _ in Buffer(count: backward ? capacity * largest : 0) }
        scratch = Buffer(count: stack.layers.map { $0.scratchCount(images: capacity) }.max() ?? 0)
    }

    /// The output of the last forward pass, which was over that many images.
    func output(of stack: LayerStack, images: Int) -> Buffer {
        outputs[outputs.count - 1].prefix(images * stack.outputCount)
    }
}
