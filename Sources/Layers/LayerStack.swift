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
    public func forward(_ input: Buffer, images: Int, weights: StackWeights, workspace: StackWorkspace) -> Buffer {
        var current = input
        for (index, layer) in layers.enumerated() {
            let output = workspace.outputs[index].prefix(images * layer.outputCount)
            layer.forward(
                current, images: images, weights: weights.layers[index], scratch: workspace.scratch, into: output)
            current = output
        }
        return current
    }

    /// Goes back through the layers of the last forward pass, of a lane of a batch.
    ///
    /// - outputGradient: `[images, outputCount]`; used up.
    /// - lane: the gradients that the lane adds up; those of the other slots are finished from the record.
    /// - firstImage: the lane's first image in the batch.
    /// - inputGradient: `[images, inputCount]`, or nil when nobody asks for it.
    public func backward(
        _ outputGradient: Buffer, input: Buffer, images: Int, weights: StackWeights, lane: Arena,
        record: StackRecord, firstImage: Int, workspace: StackWorkspace, into inputGradient: Buffer?
    ) {
        precondition(firstImage + images <= record.batch, "the record has room for the lane")
        var gradient = outputGradient
        for index in layers.indices.reversed() {
            let layer = layers[index]
            let layerInput = index > 0 ? workspace.outputs[index - 1].prefix(images * layer.inputCount) : input
            let target =
                index > 0 ? workspace.gradients[index % 2].prefix(images * layer.inputCount) : inputGradient
            layer.backward(
                gradient, input: layerInput, output: workspace.outputs[index].prefix(images * layer.outputCount),
                images: images, weights: weights.layers[index],
                gradients: LayerGradients(
                    lane: lane, record: record.layers[index], batch: record.batch, firstImage: firstImage),
                scratch: workspace.scratch, into: target)
            if let target { gradient = target }
        }
    }

    /// The slots whose gradients every lane adds up.
    public var laneSlots: [Slot] { layers.flatMap(\.laneSlots) }
}
