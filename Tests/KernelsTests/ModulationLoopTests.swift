import Kernels
import Testing

@Suite struct ModulationLoopTests {
    /// Rows and columns, about the widths of registers and of the columns that are summed together.
    static let shapes = [(0, 3), (1, 1), (3, 5), (7, 16), (5, 33), (2, 64), (4, 131), (1, 300)]

    private struct Values {
        let input, scale, shift, gradient: [Float]

        init(_ rows: Int, _ columns: Int) {
            var random = RandomSource(seed: 1)
            input = random.floats(rows * columns, -3...3)
            scale = random.floats(columns)
            shift = random.floats(columns)
            gradient = random.floats(rows * columns)
        }
    }

    @Test(arguments: KernelSet.all, shapes)
    func channelsAreScaledAndShifted(kernels: KernelSet, shape: (rows: Int, columns: Int)) {
        let values = Values(shape.rows, shape.columns)
        let output = Buffer([Float](repeating: .nan, count: values.input.count))
        kernels.modulate(Buffer(values.input), scale: Buffer(values.scale), shift: Buffer(values.shift), into: output)
        let expected = values.input.enumerated().map { index, value in
            let column = index % shape.columns
            return Double(value) * (1 + Double(values.scale[column])) + Double(values.shift[column])
        }
        expectClose(output.values, expected, absolute: 2e-6)
    }

    /// All that is there before is overwritten, and the input's gradient may be left out.
    @Test(arguments: KernelSet.all, shapes)
    func gradientsAreThoseOfAPlainLoop(kernels: KernelSet, shape: (rows: Int, columns: Int)) {
        let values = Values(shape.rows, shape.columns)
        for isAsked in [true, false] {
            func made(_ count: Int) -> Buffer { Buffer([Float](repeating: .nan, count: count)) }
            let inputGradient = isAsked ? made(values.input.count) : nil
            let (scaleGradient, shiftGradient) = (made(shape.columns), made(shape.columns))
            kernels.modulateGradient(
                Buffer(values.gradient), input: Buffer(values.input), scale: Buffer(values.scale),
                into: inputGradient, scaleGradient: scaleGradient, shiftGradient: shiftGradient)
            var scales = [Double](repeating: 0, count: shape.columns)
            var shifts = scales
            for (index, gradient) in values.gradient.enumerated() {
                scales[index % shape.columns] += Double(gradient) * Double(values.input[index])
                shifts[index % shape.columns] += Double(gradient)
            }
            expectClose(scaleGradient.values, scales, absolute: 1e-5)
            expectClose(shiftGradient.values, shifts, absolute: 1e-5)
            guard let inputGradient else { continue }
            let expected = values.gradient.enumerated().map {
                Double($1) * (1 + Double(values.scale[$0 % shape.columns]))
            }
            expectClose(inputGradient.values, expected, absolute: 1e-6)
        }
    }
}
