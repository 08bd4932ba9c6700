import CKernels

/// Loops over the rows of a part of a matrix. `pitch` is the distance in memory between the starts of two rows.
extension KernelSet {
    /// output[r][c] = input[r][c].
    package func copyRows(
        _ rows: Int, columns: Int, of input: Buffer, pitch inputPitch: Int, into output: Buffer,
        pitch outputPitch: Int
    ) {
        checkRows(rows, columns, input, inputPitch, output, outputPitch)
        loops.copy_rows(output.base, outputPitch, input.base, inputPitch, rows, columns)
    }

    /// sum[r][c] += values[r][c].
    package func addRows(
        _ rows: Int, columns: Int, of values: Buffer, pitch valuesPitch: Int, to sum: Buffer, pitch sumPitch: Int
    ) {
        checkRows(rows, columns, values, valuesPitch, sum, sumPitch)
        loops.add_rows(sum.base, sumPitch, values.base, valuesPitch, rows, columns)
    }

    private func checkRows(
        _ rows: Int, _ columns: Int, _ first: Buffer, _ firstPitch: Int, _ second: Buffer, _ secondPitch: Int
    ) {
        precondition(
            rows == 0
                || first.count >= (rows - 1) * firstPitch + columns
                    && second.count >= (rows - 1) * secondPitch + columns,
            "the rows lie within the matrices")
    }
}
