import Kernels

/// Layers one after the other, some of them bridged by a skip connection.
public struct LayerStack: Sendable {
    public let layers: [any Layer]
    /// For every layer that ends a residual block, the block's first layer, whose input is added to its output.
    let skips: [Int?]
    /// The layers whose output isn't kept.
    ///
    /// Source of the idea: Chen et al., 2016, arXiv:1604.06174.
    let isRecomputed: [Bool]
    /// The layers that take the stack's condition, each at its own place.
    private let conditioned: [(any ConditionedLayer)?]

    public init(_ layers: [any Layer]) { self.init(layers, skips: layers.map { _ in nil }) }

    /// Layers that a function adds one by one.
    public init(_ build: (inout LayerStackBuilder) -> Void) {
        var builder = LayerStackBuilder()
        build(&builder)
        self.init(builder.layers, skips: builder.skips)
    }

    private init(_ layers: [any Layer], skips: [Int?]) {
        precondition(!layers.isEmpty, "a stack has a layer")
        for (layer, next) in zip(layers, layers.dropFirst()) {
            precondition(layer.outputCount == next.inputCount, "each layer takes what the one before it gives")
        }
        self.layers = layers
        self.skips = skips
        isRecomputed = Self.recomputed(layers, skips: skips)
        conditioned = layers.map { $0 as? any ConditionedLayer }
    }

    /// Whether some layers are bridged.
    var hasSkips: Bool { skips.contains { $0 != nil } }
    /// Whether `backward` changes the gradient that it is given.
    public var changesOutputGradient: Bool { layers[layers.count - 1].changesOutputGradient }

    /// Of those that say so: not the last, whose output is the stack's; none whose output a block adds at its end; and of
    /// two in a row one, as the other is computed from it.
    private static func recomputed(_ layers: [any Layer], skips: [Int?]) -> [Bool] {
        let added = Set(skips.compactMap { $0.map { first in first - 1 } })
        var isRecomputed = [Bool](repeating: false, count: layers.count)
        for index in layers.indices.dropLast() where layers[index].isRecomputed && !added.contains(index) {
            isRecomputed[index] = index == 0 || !isRecomputed[index - 1]
        }
        return isRecomputed
    }

    public var inputCount: Int { layers[0].inputCount }
    public var outputCount: Int { layers[layers.count - 1].outputCount }

    /// Floating-point operations of a forward pass over one image.
    public var forwardOperations: Int { layers.reduce(0) { $0 + $1.forwardOperations } }

    /// Runs the stack over input `[images, inputCount]` and keeps in the workspace what the way back wants of the layers'
    /// outputs.
    ///
    /// - condition: `[images, count]`, where the stack has conditioned layers.
    /// - Returns: the last layer's output `[images, outputCount]`, a view into the workspace.
    @discardableResult
    public func forward(
        _ input: Buffer, condition: Buffer? = nil, images: Int, weights: StackWeights, workspace: StackWorkspace
    ) -> Buffer {
        var current = input
        for (index, layer) in layers.enumerated() {
            let output = workspace.outputs[index].prefix(images * layer.outputCount)
            if let conditioned = conditioned[index], let condition {
                conditioned.forward(current, condition: condition, images: images, into: output)
            } else {
                layer.forward(
                    current, images: images, weights: weights.layers[index], scratch: workspace.scratch, into: output)
            }
            if let first = skips[index] {
                KernelSet.current.add(layerInput(first, input, images, workspace), to: output)
            }
            current = output
        }
        return current
    }

    /// Goes back through the layers of the last forward pass, of a lane of a batch.
    ///
    /// - outputGradient: `[images, outputCount]`; used up where the stack says so.
    /// - condition, conditionGradient: those of the forward pass, and where its gradient is set.
    /// - parameters: where the parameters' gradients go; nil when nobody asks for them.
    /// - inputGradient: `[images, inputCount]`, or nil when nobody asks for it.
    public func backward(
        _ outputGradient: Buffer, input: Buffer, condition: Buffer? = nil, images: Int, weights: StackWeights,
        parameters: StackGradients?, workspace: StackWorkspace, into inputGradient: Buffer?,
        conditionGradient: Buffer? = nil
    ) {
        precondition(
            parameters.map { $0.firstImage + images <= $0.record.batch } ?? true, "the record has room for the lane")
        var gradient = outputGradient
        var skipped: (first: Int, gradient: Buffer)?
        // Which of the workspace's gradients these are, where they are any.
        var (place, skippedPlace): (Int?, Int?)
        func free() -> Int { workspace.gradients.indices.first { $0 != place && $0 != skippedPlace }! }
        for index in layers.indices.reversed() {
            let layer = layers[index]
            let layerInput = restoredInput(index, input, images, weights, workspace)
            if let first = skips[index] { (skipped, skippedPlace) = ((first, gradient), place) }
            let targetPlace = index > 0 ? free() : nil
            let target = targetPlace.map { workspace.gradients[$0].prefix(images * layer.inputCount) } ?? inputGradient
            if let conditioned = conditioned[index], let condition, let conditionGradient {
                conditioned.backward(
                    gradient, input: layerInput, condition: condition, images: images, into: target,
                    conditionGradient: conditionGradient)
            } else {
                layer.backward(
                    gradient, input: layerInput,
                    output: workspace.outputs[index].prefix(images * layer.outputCount),
                    images: images, weights: weights.layers[index],
                    gradients: parameters?.layer(index),
                    scratch: workspace.scratch, into: target)
            }
            guard let target else { continue }
            if let block = skipped, block.first == index {
                KernelSet.current.add(block.gradient, to: target)
                (skipped, skippedPlace) = (nil, nil)
            }
            (gradient, place) = (target, targetPlace)
        }
    }

    /// Adds the parameters' gradients of one layer of the last forward pass, given that of its output, `[images,
    /// outputCount]`, which is used up.
    public func addGradients(
        ofLayer index: Int, _ outputGradient: Buffer, images: Int, weights: StackWeights, parameters: StackGradients,
        workspace: StackWorkspace
    ) {
        precondition(index > 1, "the layer's input is in the workspace, or comes of what is")
        let layer = layers[index]
        layer.backward(
            outputGradient,
            input: restoredInput(index, nil, images, weights, workspace),
            output: workspace.outputs[index].prefix(images * layer.outputCount), images: images,
            weights: weights.layers[index], gradients: parameters.layer(index), scratch: workspace.scratch, into: nil)
    }

    /// - input: the stack's, which only the first layer asks for.
    private func layerInput(_ index: Int, _ input: Buffer?, _ images: Int, _ workspace: StackWorkspace) -> Buffer {
        index > 0 ? workspace.outputs[index - 1].prefix(images * layers[index].inputCount) : input!
    }

    /// The same, computed anew where it isn't kept.
    private func restoredInput(
        _ index: Int, _ input: Buffer?, _ images: Int, _ weights: StackWeights, _ workspace: StackWorkspace
    ) -> Buffer {
        let restored = layerInput(index, input, images, workspace)
        if index > 0, isRecomputed[index - 1] {
            layers[index - 1].forward(
                layerInput(index - 1, input, images, workspace), images: images, weights: weights.layers[index - 1],
                scratch: workspace.scratch, into: restored)
        }
        return restored
    }

    /// The slots whose gradients every lane adds up.
    public var laneSlots: [Slot] { layers.flatMap(\.laneSlots) }
}
