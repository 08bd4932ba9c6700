import Kernels

/// Layers one after the other.
public struct LayerStack: Sendable {
    public let layers: [any Layer]

    public init(_ layers: [any Layer]) {
        precondition(!layers.isEmpty, "a stack has a layer")
        for (layer, next) in zip(layers, layers.dropFirst()) {
            precondition(layer.outputCount == next.inputCount, "each layer takes what the one before it gives")
        }
        self.layers = layers
    }

    public var inputCount: Int { layers[0].inputCount }
    public var outputCount: Int { layers[layers.count - 1].outputCount }

    /// Floating-point operations of a forward pass over one image.
    public var forwardOperations: Int { layers.reduce(0) { $0 + $1.forwardOperations } }

    /// Runs the stack over input `[images, inputCount]` and keeps every layer's output in the workspace.
    /// - Returns: the last layer's output `[images, outputCount]`, a view into the workspace.
    @discardableResult
    public func forward(_ input: Buffer, images: Int, parameters: Arena, workspace: StackWorkspace) -> Buffer {
        var current = input
        for (layer, whole) in zip(layers, workspace.outputs) {
            let output = whole.prefix(images * layer.outputCount)
            layer.forward(
                current, images: images, parameters: parameters, scratch: workspace.scratch, into: output)
            current = output
        }
        return current
    }

    /// Goes back through the layers of the last forward pass.
    ///
    /// - outputGradient: `[images, outputCount]`; used up.
    /// - inputGradient: `[images, inputCount]`, or nil when nobody asks for it.
    public func backward(
        _ outputGradient: Buffer, input: Buffer, images: Int, parameters: Arena, accumulating gradients: Arena,
        workspace: StackWorkspace, into inputGradient: Buffer?
    ) {
        var gradient = outputGradient
        for index in layers.indices.reversed() {
            let layer = layers[index]
            let layerInput = index > 0 ? workspace.outputs[index - 1].prefix(images * layer.inputCount) : input
            let target =
                index > 0 ? workspace.gradients[index % 2].prefix(images * layer.inputCount) : inputGradient
            layer.backward(
                gradient, input: layerInput, output: workspace.outputs[index].prefix(images * layer.outputCount),
                images: images, parameters: parameters, accumulating: gradients, scratch: workspace.scratch,
                into: target)
            if let target { gradient = target }
        }
    }
}
