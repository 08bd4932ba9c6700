import CKernels

/// The products of a fully connected layer with a weight matrix `[outputs, inputs]`.
///
/// The weights are read from panels, which are packed again whenever they change. The sum of each element of a result runs in
/// the same order whatever else is computed, so an element has the same bits in any batch.
package struct WeightMatrix: Sendable, Hashable {
    package let outputs: Int
    package let inputs: Int

    package init(outputs: Int, inputs: Int) {
        precondition(outputs > 0 && inputs > 0, "a matrix has elements")
        self.outputs = outputs
        self.inputs = inputs
    }

    package var count: Int { outputs * inputs }

    /// Floats of the panels for `forward`.
    package func forwardPanelCount(kernels: KernelSet = .current) -> Int {
        kernels.loops.panels_count(inputs, outputs)
    }

    /// Floats of the panels for `inputGradient`.
    package func backwardPanelCount(kernels: KernelSet = .current) -> Int {
        kernels.loops.panels_count(outputs, inputs)
    }

    /// Packs the weights for `forward`.
    package func packForward(_ weights: Buffer, into panels: Buffer, kernels: KernelSet = .current) {
        precondition(weights.count >= count && panels.count >= forwardPanelCount(kernels: kernels))
        kernels.pack(
            weights, depth: (1, 1, inputs), strides: (0, 0, 1), columns: outputs, columnStride: inputs, into: panels)
    }

    /// Packs the weights for `inputGradient`.
    package func packBackward(_ weights: Buffer, into panels: Buffer, kernels: KernelSet = .current) {
        precondition(weights.count >= count && panels.count >= backwardPanelCount(kernels: kernels))
        kernels.pack(
            weights, depth: (1, 1, outputs), strides: (0, 0, inputs), columns: inputs, columnStride: 1, into: panels)
    }

    /// `output = activation(input · weightsᵀ + bias)`.
    ///
    /// input: `[rows, inputs]`; output: `[rows, outputs]`; bias: `[outputs]`; scratch: `KernelSet.productScratchCount` floats.
    package func forward(
        _ input: Buffer, rows: Int, panels: Buffer, bias: Buffer, relu: Bool, scratch: Buffer, into output: Buffer,
        kernels: KernelSet = .current
    ) {
        precondition(bias.count >= outputs && panels.count >= forwardPanelCount(kernels: kernels))
        precondition(input.count >= rows * inputs && output.count >= rows * outputs)
        var product = grisaille_product()
        product.setRows((1, 1, rows), left: (0, 0, inputs), output: (0, 0, outputs))
        product.setDepth((1, 1, inputs), left: (0, 0, 1))
        product.setOperands(left: input.base, panels: panels.base, columns: outputs, output: output.base)
        product.bias = UnsafePointer(bias.base)
        product.relu = relu
        kernels.run(&product, scratch: scratch)
    }

    /// `inputGradient = outputGradient · weights`.
    ///
    /// outputGradient: `[rows, outputs]`; inputGradient: `[rows, inputs]`; scratch: `KernelSet.productScratchCount` floats.
    package func inputGradient(
        _ outputGradient: Buffer, rows: Int, panels: Buffer, scratch: Buffer, into inputGradient: Buffer,
        kernels: KernelSet = .current
    ) {
        precondition(panels.count >= backwardPanelCount(kernels: kernels))
        precondition(inputGradient.count >= rows * inputs && outputGradient.count >= rows * outputs)
        var product = grisaille_product()
        product.setRows((1, 1, rows), left: (0, 0, outputs), output: (0, 0, inputs))
        product.setDepth((1, 1, outputs), left: (0, 0, 1))
        product.setOperands(left: outputGradient.base, panels: panels.base, columns: inputs, output: inputGradient.base)
        kernels.run(&product, scratch: scratch)
    }

    /// Computes some rows of `gradient = outputGradientᵀ · input`, the weights' gradient `[outputs, inputs]`.
    ///
    /// outputGradient: `[rows, outputs]`; input: `[rows, inputs]`; scratch: `KernelSet.productScratchCount` floats.
    package func weightGradient(
        _ outputGradient: Buffer, input: Buffer, rows: Int, outputRange: Range<Int>, scratch: Buffer,
        into gradient: Buffer, kernels: KernelSet = .current
    ) {
        precondition(outputRange.lowerBound >= 0 && outputRange.upperBound <= outputs && gradient.count >= count)
        precondition(input.count >= rows * inputs && outputGradient.count >= rows * outputs)
        var product = grisaille_product()
        product.setRows((1, 1, outputRange.count), left: (0, 0, 1), output: (0, 0, inputs))
        product.setDepth((1, 1, rows), left: (0, 0, outputs))
        product.setOperands(
            left: outputGradient.base + outputRange.lowerBound, right: input.base, rightDepth: (0, 0, inputs),
            columns: inputs, output: gradient.base + outputRange.lowerBound * inputs)
        kernels.run(&product, scratch: scratch)
    }
}
