import Testing

@testable import Kernels

/// The products of fully connected layers against `multiply`, for every kernel set.
@Suite struct WeightMatrixTests {
    struct Shape: CustomTestStringConvertible {
        let rows, inputs, outputs: Int
        var testDescription: String { "\(rows) × \(inputs) → \(outputs)" }
    }

    /// Around the tiles' rows, the registers' widths and the distances at which rows crowd in the cache.
    static let shapes: [Shape] = [
        Shape(rows: 1, inputs: 1, outputs: 1), Shape(rows: 1, inputs: 784, outputs: 400),
        Shape(rows: 7, inputs: 20, outputs: 40), Shape(rows: 13, inputs: 33, outputs: 17),
        Shape(rows: 14, inputs: 400, outputs: 6), Shape(rows: 15, inputs: 256, outputs: 63),
        Shape(rows: 29, inputs: 1024, outputs: 256), Shape(rows: 80, inputs: 1536, outputs: 20),
        Shape(rows: 100, inputs: 3, outputs: 512), Shape(rows: 6, inputs: 70_000, outputs: 3),
    ]

    @Test(arguments: KernelSet.all, shapes)
    func productsAgreeWithTheMatrixProduct(kernels: KernelSet, shape: Shape) {
        var random = RandomSource(seed: 1)
        let (rows, inputs, outputs) = (shape.rows, shape.inputs, shape.outputs)
        let matrix = WeightMatrix(outputs: outputs, inputs: inputs)
        let input = Buffer(random.floats(rows * inputs))
        let outputGradient = Buffer(random.floats(rows * outputs))
        let weights = Buffer(random.floats(matrix.count))
        let bias = Buffer(random.floats(outputs))
        let scratch = Buffer(count: KernelSet.productScratchCount)
        scratch.fill(.nan)

        let forward = Buffer(count: matrix.forwardPanelCount(kernels: kernels))
        forward.fill(.nan)
        matrix.packForward(weights, into: forward, kernels: kernels)
        let (output, plainOutput) = (Buffer(count: rows * outputs), Buffer(count: rows * outputs))
        matrix.forward(
            input, rows: rows, panels: forward, bias: bias, relu: true, scratch: scratch, into: output,
            kernels: kernels)
        multiply(
            input, weights, transposed: .right, rows: rows, inner: inputs, columns: outputs, into: plainOutput)
        kernels.addBias(bias, to: plainOutput, relu: true)
        expectClose(output.values, plainOutput.values.map(Double.init), absolute: tolerance(inputs))

        let backward = Buffer(count: matrix.backwardPanelCount(kernels: kernels))
        backward.fill(.nan)
        matrix.packBackward(weights, into: backward, kernels: kernels)
        let (inputGradient, plainGradient) = (Buffer(count: rows * inputs), Buffer(count: rows * inputs))
        matrix.inputGradient(
            outputGradient, rows: rows, panels: backward, scratch: scratch, into: inputGradient, kernels: kernels)
        multiply(outputGradient, weights, rows: rows, inner: outputs, columns: inputs, into: plainGradient)
        expectClose(inputGradient.values, plainGradient.values.map(Double.init), absolute: tolerance(outputs))

        let (gradient, plain) = (Buffer(count: matrix.count), Buffer(count: matrix.count))
        gradient.fill(.nan)
        for range in [0..<outputs / 3, outputs / 3..<outputs] {
            matrix.weightGradient(
                outputGradient, input: input, rows: rows, outputRange: range, scratch: scratch, into: gradient,
                kernels: kernels)
        }
        multiply(outputGradient, input, transposed: .left, rows: outputs, inner: rows, columns: inputs, into: plain)
        expectClose(gradient.values, plain.values.map(Double.init), absolute: tolerance(rows))
    }

    private func tolerance(_ terms: Int) -> Double { 2.4e-6 * Double(terms).squareRoot() }

    /// NaN goes through rectified units, so that a run that has gone wrong is noticed.
    @Test(arguments: KernelSet.all) func aRectifiedNaNStaysNaN(kernels: KernelSet) {
        let matrix = WeightMatrix(outputs: 20, inputs: 2)
        let panels = Buffer(count: matrix.forwardPanelCount(kernels: kernels))
        matrix.packForward(Buffer([Float](repeating: 1, count: 40)), into: panels, kernels: kernels)
        let output = Buffer(count: 40)
        matrix.forward(
            Buffer([.nan, 1, 1, -2]), rows: 2, panels: panels, bias: Buffer(count: 20), relu: true,
            scratch: Buffer(count: KernelSet.productScratchCount), into: output, kernels: kernels)
        #expect(output.values.prefix(20).allSatisfy { $0.isNaN })
        #expect(output.values.suffix(20).allSatisfy { $0 == 0 })
    }

    /// A row's results have the same bits alone and beside others.
    @Test(arguments: KernelSet.all, shapes) func rowsAreIndependent(kernels: KernelSet, shape: Shape) {
        var random = RandomSource(seed: 2)
        let matrix = WeightMatrix(outputs: shape.outputs, inputs: shape.inputs)
        let input = Buffer(random.floats(shape.rows * shape.inputs))
        let panels = Buffer(count: matrix.forwardPanelCount(kernels: kernels))
        matrix.packForward(Buffer(random.floats(matrix.count)), into: panels, kernels: kernels)
        let scratch = Buffer(count: KernelSet.productScratchCount)
        func outputs(_ range: Range<Int>) -> [Float] {
            let output = Buffer(count: range.count * shape.outputs)
            matrix.forward(
                input[range.lowerBound * shape.inputs..<range.upperBound * shape.inputs], rows: range.count,
                panels: panels, bias: Buffer(count: shape.outputs), relu: false, scratch: scratch, into: output,
                kernels: kernels)
            return output.values
        }
        #expect(outputs(0..<shape.rows) == (0..<shape.rows).flatMap { outputs($0..<$0 + 1) })
    }
}
