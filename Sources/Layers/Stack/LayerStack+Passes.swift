import Kernels

extension LayerStack {
    /// Runs the stack over the input `[images, inputCount]`. The workspace keeps the outputs that a backward pass needs.
    ///
    /// - Returns: The last layer's output `[images, outputCount]`, a view into the workspace.
    @discardableResult
    package func forward(_ input: Buffer, _ pass: StackPass) -> Buffer {
        var layerPass = pass.layer(0)
        var current = input
        for (index, layer) in layers.enumerated() {
            let output = pass.workspace.outputs[index].prefix(pass.images * layer.outputCount)
            layerPass.weights = pass.weights.layers[index]
            layer.forward(current, layerPass, into: output)
            if let first = skips[index] { KernelSet.current.add(layerInput(first, input, pass), to: output) }
            current = output
        }
        return current
    }

    /// Runs the backward pass of the last forward pass.
    ///
    /// - Parameters:
    ///   - outputGradient: `[images, outputCount]`; changed where `changesOutputGradient` is true.
    ///   - input: The input of the forward pass.
    ///   - pass: That of the forward pass, with a gradient for the condition.
    ///   - gradients: Where the gradients of parameters go; nil to compute the input's gradient alone.
    ///   - inputGradient: `[images, inputCount]`; nil where it is not needed.
    package func backward(
        _ outputGradient: Buffer, input: Buffer, _ pass: StackPass, gradients: StackGradients?,
        into inputGradient: Buffer?
    ) {
        precondition(gradients.map { $0.rows.count == pass.images } ?? true, "a lane records its own rows")
        let workspace = pass.workspace
        var layerPass = pass.layer(0)
        var gradient = outputGradient
        var skipped: (first: Int, gradient: Buffer)?
        // The places of these gradients among the workspace's, where they are there.
        var (place, skippedPlace): (Int?, Int?)
        func free() -> Int { workspace.gradients.indices.first { $0 != place && $0 != skippedPlace }! }
        for index in layers.indices.reversed() {
            let layer = layers[index]
            let layerInput = restoredInput(index, input, pass)
            if let first = skips[index] { (skipped, skippedPlace) = ((first, gradient), place) }
            let targetPlace = index > 0 ? free() : nil
            let target =
                targetPlace.map { workspace.gradients[$0].prefix(pass.images * layer.inputCount) } ?? inputGradient
            layerPass.weights = pass.weights.layers[index]
            layerPass.gradients = gradients?.layer(index)
            layer.backward(
                gradient, input: layerInput, output: workspace.outputs[index].prefix(pass.images * layer.outputCount),
                layerPass, into: target)
            guard let target else { continue }
            if let block = skipped, block.first == index {
                KernelSet.current.add(block.gradient, to: target)
                (skipped, skippedPlace) = (nil, nil)
            }
            (gradient, place) = (target, targetPlace)
        }
    }

    /// Adds the gradients of a few layers' parameters to a lane's arena, without going on to the layers before them.
    ///
    /// - Parameters:
    ///   - range: The layers, none of which begins or ends a residual block.
    ///   - outputGradient: The gradient of the last one's output in the last forward pass; changed.
    ///   - lane: The arena.
    /// - Precondition: The layers are not among the first two, and record nothing.
    package func addGradients(
        ofLayers range: ClosedRange<Int>, _ outputGradient: Buffer, _ pass: StackPass, to lane: Arena
    ) {
        precondition(range.lowerBound > 1, "the layers' input is in the workspace, or computed from what is")
        var gradient = outputGradient
        for index in range.reversed() {
            let layer = layers[index]
            precondition(layer.recordCount == 0 && skips[index] == nil, "the layer's gradients are all the lane's")
            var layerPass = pass.layer(index)
            layerPass.gradients = LayerGradients(lane: lane, record: nil)
            let target =
                index == range.lowerBound
                ? nil : pass.workspace.gradients[index % 2].prefix(pass.images * layer.inputCount)
            layer.backward(
                gradient, input: restoredInput(index, nil, pass),
                output: pass.workspace.outputs[index].prefix(pass.images * layer.outputCount), layerPass, into: target)
            if let target { gradient = target }
        }
    }

    /// The place of a layer's input.
    ///
    /// - Parameter input: The stack's, which only the first layer needs.
    private func layerInput(_ index: Int, _ input: Buffer?, _ pass: StackPass) -> Buffer {
        index > 0 ? pass.workspace.outputs[index - 1].prefix(pass.images * layers[index].inputCount) : input!
    }

    /// A layer's input, computed again where it wasn't kept.
    private func restoredInput(_ index: Int, _ input: Buffer?, _ pass: StackPass) -> Buffer {
        let restored = layerInput(index, input, pass)
        if index > 0, isRecomputed[index - 1] {
            layers[index - 1].forward(layerInput(index - 1, input, pass), pass.layer(index - 1), into: restored)
        }
        return restored
    }
}
