import Kernels

/// A fully connected layer: output = activation(input · weightᵀ + bias).
///
/// The weight gradient is computed once for the whole batch, not lane by lane: there are so many weights for the work per
/// image that adding an arena per lane would take longer than the products.
///
/// - input: `[images, inputCount]`
/// - output: `[images, outputCount]`
/// - Complexity: 2 · images · inputCount · outputCount floating-point operations forward, twice that backward.
package struct Dense: Layer {
    package let inputCount: Int
    package let outputCount: Int
    let activation: Activation
    let weight: Slot  // [outputCount, inputCount]
    let bias: Slot  // [outputCount]
    private let matrix: WeightMatrix

    package init(
        _ name: String, inputs: Int, outputs: Int, activation: Activation, in layout: inout ParameterLayout
    ) {
        inputCount = inputs
        outputCount = outputs
        self.activation = activation
        weight = layout.add(
            name + ".weight", shape: [outputs, inputs], .scaledNormal(fanIn: inputs, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [outputs], .zeros)
        matrix = WeightMatrix(outputs: outputs, inputs: inputs)
    }

    package var forwardOperations: Int { 2 * inputCount * outputCount }
    package var readsOutput: Bool { activation == .relu }
    package func scratchCount(images: Int) -> Int { KernelSet.productScratchCount }

    package func panelCount(_ direction: PassDirection) -> Int {
        switch direction {
        case .forward: matrix.forwardPanelCount()
        case .backward: matrix.backwardPanelCount()
        }
    }

    package func pack(_ parameters: Arena, for direction: PassDirection, into panels: Buffer) {
        switch direction {
        case .forward: matrix.packForward(parameters[weight], into: panels)
        case .backward: matrix.packBackward(parameters[weight], into: panels)
        }
    }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        // [images, outputs] = [images, inputs] · [inputs, outputs]
        matrix.forward(
            input, rows: pass.images, panels: pass.weights.forward, bias: pass.parameter(bias),
            relu: activation == .relu, scratch: pass.scratch, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        activation.backward(outputGradient, output: output)
        if let gradients = pass.gradients {
            guard let record = gradients.record else { preconditionFailure("a dense layer records its rows") }
            let (inputs, outputGradients) = divide(record.values, capacity: record.capacity)
            inputs[record.rows, each: inputCount].copy(from: input)
            outputGradients[record.rows, each: outputCount].copy(from: outputGradient)
        }
        guard let inputGradient else { return }
        // [images, inputs] = [images, outputs] · [outputs, inputs]
        matrix.inputGradient(
            outputGradient, rows: pass.images, panels: pass.weights.backward, scratch: pass.scratch,
            into: inputGradient)
    }

    // MARK: The whole batch at once

    package var recordCount: Int { inputCount + outputCount }

    /// The outputs of one part: several tiles' rows.
    private static let outputsPerPart = 112

    package var finishingParts: Int { (outputCount + Self.outputsPerPart - 1) / Self.outputsPerPart }

    package func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena) {
        let (inputs, outputGradients) = divide(record, capacity: record.count / recordCount)
        let range = part * Self.outputsPerPart..<min(outputCount, (part + 1) * Self.outputsPerPart)
        KernelSet.current.columnSums(
            of: outputGradients, rows: images, columns: outputCount, range, into: gradients[bias])
        // [outputs, inputs] = [outputs, images] · [images, inputs]
        matrix.weightGradient(
            outputGradients, input: inputs, rows: images, outputRange: range, scratch: scratch,
            into: gradients[weight])
    }

    /// Divides a record into `[capacity, inputCount]` and `[capacity, outputCount]`.
    private func divide(_ record: Buffer, capacity: Int) -> (inputs: Buffer, outputGradients: Buffer) {
        (record.prefix(capacity * inputCount), record[capacity * inputCount..<capacity * recordCount])
    }
}
