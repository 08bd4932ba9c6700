import CKernels

/// Element-wise loops: each checks its counts and hands the pointers to the compiled set.
extension KernelSet {
    /// `values[r, c] += bias[c]`, then the negative ones to zero where `relu`. values: `[rows, bias.count]`.
    public func addBias(_ bias: Buffer, to values: Buffer, relu: Bool) {
        precondition(values.count % bias.count == 0, "whole rows")
        loops.add_bias(values.base, bias.base, values.count / bias.count, bias.count, relu)
    }

    /// Zero wherever the output of a rectified unit is not positive, then the sums of the columns:
    /// Zero wherever the output of a rectified unit is not positive.
    public func reluGradient(_ gradient: Buffer, output: Buffer) {
        precondition(gradient.count == output.count)
        loops.relu_gradient(gradient.base, output.base, gradient.count)
    }

    /// Sets some of the sums of a matrix's columns. values: `[rows, columns]`; sums: `[columns]`.
    public func columnSums(
        of values: Buffer, rows: Int, columns: Int, _ range: Range<Int>, into sums: Buffer
    ) {
        precondition(values.count >= rows * columns && sums.count >= columns, "whole rows")
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns of the matrix")
        sums[range].fill(0)
        loops.add_column_sums(
            sums.base + range.lowerBound, values.base + range.lowerBound, rows, range.count, columns)
    }

    /// `sums[c] += Σ over rows of gradient[r, c]`. gradient, output: `[rows, sums.count]`.
    public func activationGradient(_ gradient: Buffer, output: Buffer, addingSumsTo sums: Buffer) {
        precondition(gradient.count == output.count && gradient.count % sums.count == 0, "whole rows")
        loops.activation_gradient(
            gradient.base, output.base, sums.base, gradient.count / sums.count, sums.count)
    }

    /// `sums[c] += Σ over rows of values[r, c]`. values: `[rows, sums.count]`.
    public func addRowSums(of values: Buffer, to sums: Buffer) {
        precondition(values.count % sums.count == 0, "whole rows")
        loops.add_column_sums(sums.base, values.base, values.count / sums.count, sums.count, sums.count)
    }

    /// `sum += values`.
    public func add(_ values: Buffer, to sum: Buffer) {
        precondition(values.count == sum.count)
        loops.add(sum.base, values.base, sum.count)
    }

    /// The sum of squares, in double precision above blocks of 256.
    public func sumOfSquares(_ values: Buffer) -> Double { loops.sum_of_squares(values.base, values.count) }

    /// `output = input · scale + offset`; the two may be the same memory.
    public func scale(_ input: Buffer, by scale: Float, offset: Float, into output: Buffer) {
        precondition(input.count == output.count)
        loops.scale_and_offset(output.base, input.base, scale, offset, input.count)
    }

    /// The integers within 0...65535 nearest to levels; 0 of NaN.
    public func rounded(_ levels: Buffer) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: levels.count) { samples, count in
            if let start = samples.baseAddress { loops.round_levels(start, levels.base, levels.count) }
            count = levels.count
        }
    }

    /// Turns grey levels into draws of 0 and the maximum, with probability level / maximum, given uniform numbers.
    public func binarize(_ levels: Buffer, uniform: Buffer, maximumLevel: Int) {
        precondition(levels.count == uniform.count)
        loops.binarize(levels.base, uniform.base, Float(maximumLevel), levels.count)
    }
}
