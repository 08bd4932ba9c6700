import Kernels

/// A fully connected layer: output = activation(input · weightᵀ + bias).
///
/// Its weight gradient is computed once for the whole batch, not lane by lane: the weights are many for what an image
/// has to do with them, and adding up an arena a lane would cost more than the products.
///
/// - input: `[images, inputCount]`
/// - output: `[images, outputCount]`
/// - Complexity: 2 · images · inputCount · outputCount floating-point operations forward, twice that backward.
public struct Dense: Layer {
    public let inputCount: Int
    public let outputCount: Int
    let activation: Activation
    let weight: Slot  // [outputCount, inputCount]
    let bias: Slot  // [outputCount]
    private let matrix: WeightMatrix

    /// - initialScale: multiplies the starting weights; with 0 the layer starts without a say.
    public init(
        _ name: String, inputs: Int, outputs: Int, activation: Activation, initialScale: Double = 1,
        in layout: inout ParameterLayout
    ) {
        inputCount = inputs
        outputCount = outputs
        self.activation = activation
        weight = layout.add(
            name + ".weight", shape: [outputs, inputs],
            .scaledNormal(fanIn: inputs, gain: activation.gain * initialScale * initialScale))
        bias = layout.add(name + ".bias", shape: [outputs], .zeros)
        matrix = WeightMatrix(outputs: outputs, inputs: inputs)
    }

    public var forwardOperations: Int { 2 * inputCount * outputCount }

    public func panelCount(_ pass: Pass) -> Int {
        switch pass {
        case .forward: matrix.forwardPanelCount()
        case .backward: matrix.backwardPanelCount()
        }
    }

    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {
        switch pass {
        case .forward: matrix.packForward(parameters[weight], into: panels)
        case .backward: matrix.packBackward(parameters[weight], into: panels)
        }
    }

    public func scratchCount(images: Int) -> Int { KernelSet.productScratchCount }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        // [images, outputs] = [images, inputs] · [inputs, outputs]
        matrix.forward(
            input, rows: images, panels: weights.forward, bias: weights.parameters[bias], relu: activation == .relu,
            scratch: scratch, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        activation.backward(outputGradient, output: output)
        if let gradients {
            let (inputs, outputGradients) = divide(gradients.record, batch: gradients.batch)
            let range = gradients.firstImage..<gradients.firstImage + images
            inputs[range, each: inputCount].copy(from: input)
            outputGradients[range, each: outputCount].copy(from: outputGradient)
        }
        guard let inputGradient else { return }
        // [images, inputs] = [images, outputs] · [outputs, inputs]
        matrix.inputGradient(
            outputGradient, rows: images, panels: weights.backward, scratch: scratch, into: inputGradient)
    }

    // MARK: The whole batch at once

    public var readsOutput: Bool { activation == .relu }
    public var laneSlots: [Slot] { [] }
    public var recordCount: Int { inputCount + outputCount }

    /// Outputs of one part: several tiles' rows.
    private static let outputsAPart = 112

    public var finishingParts: Int { (outputCount + Self.outputsAPart - 1) / Self.outputsAPart }

    public func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena) {
        let (inputs, outputGradients) = divide(record, batch: record.count / recordCount)
        let range = part * Self.outputsAPart..<min(outputCount, (part + 1) * Self.outputsAPart)
        KernelSet.current.columnSums(
            of: outputGradients, rows: images, columns: outputCount, range, into: gradients[bias])
        // [outputs, inputs] = [outputs, images] · [images, inputs]
        matrix.weightGradient(
            outputGradients, input: inputs, rows: images, outputRange: range, scratch: scratch,
            into: gradients[weight])
    }

    /// `[batch, inputCount]` and `[batch, outputCount]`.
    private func divide(_ record: Buffer, batch: Int) -> (inputs: Buffer, outputGradients: Buffer) {
        (record.prefix(batch * inputCount), record[batch * inputCount..<batch * recordCount])
    }
}
