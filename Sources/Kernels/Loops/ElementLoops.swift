import CKernels

/// Element-wise loops. Each checks its counts and calls the compiled set.
extension KernelSet {
    /// `values[r, c] += bias[c]`, then max(0, ·) where `relu` is true. values: `[rows, bias.count]`.
    package func addBias(_ bias: Buffer, to values: Buffer, relu: Bool) {
        precondition(values.count % bias.count == 0, "whole rows")
        loops.add_bias(values.base, bias.base, values.count / bias.count, bias.count, relu)
    }

    /// Sets the gradient to zero wherever the output of a rectified unit is not positive.
    package func reluGradient(_ gradient: Buffer, output: Buffer) {
        precondition(gradient.count == output.count)
        loops.relu_gradient(gradient.base, output.base, gradient.count)
    }

    /// Computes the sums of some of a matrix's columns. values: `[rows, columns]`; sums: `[columns]`.
    package func columnSums(
        of values: Buffer, rows: Int, columns: Int, _ range: Range<Int>, into sums: Buffer
    ) {
        precondition(values.count >= rows * columns && sums.count >= columns, "whole rows")
        precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns of the matrix")
        sums[range].fill(0)
        loops.add_column_sums(
            sums.base + range.lowerBound, values.base + range.lowerBound, rows, range.count, columns)
    }

    /// Sets the gradient to zero wherever the output of a rectified unit is not positive, and then computes
    /// `sums[c] += Σ over rows of gradient[r, c]`. gradient, output: `[rows, sums.count]`.
    package func activationGradient(_ gradient: Buffer, output: Buffer, addingSumsTo sums: Buffer) {
        precondition(gradient.count == output.count && gradient.count % sums.count == 0, "whole rows")
        loops.activation_gradient(
            gradient.base, output.base, sums.base, gradient.count / sums.count, sums.count)
    }

    /// `sums[c] += Σ over rows of values[r, c]`. values: `[rows, sums.count]`.
    package func addRowSums(of values: Buffer, to sums: Buffer) {
        precondition(values.count % sums.count == 0, "whole rows")
        loops.add_column_sums(sums.base, values.base, values.count / sums.count, sums.count, sums.count)
    }

    /// `sum += values`.
    package func add(_ values: Buffer, to sum: Buffer) {
        precondition(values.count == sum.count)
        loops.add(sum.base, values.base, sum.count)
    }

    /// `output = first + second`.
    package func add(_ first: Buffer, _ second: Buffer, into output: Buffer) {
        precondition(first.count == output.count && second.count == output.count)
        loops.add_arrays(output.base, first.base, second.base, output.count)
    }

    /// `output[r, c] = values[r, c] + addend[c]`. values, output: `[rows, addend.count]`.
    package func addToRows(_ addend: Buffer, of values: Buffer, into output: Buffer) {
        precondition(values.count == output.count && values.count % addend.count == 0, "whole rows")
        for start in stride(from: 0, to: values.count, by: addend.count) {
            loops.add_arrays(output.base + start, values.base + start, addend.base, addend.count)
        }
    }

    /// Separates the halves of every image's rows: all first halves, then all second halves.
    /// input: `[images, rows, 2, columns]`; output: `[images, 2, rows, columns]`.
    package func splitRows(of input: Buffer, images: Int, rows: Int, columns: Int, into output: Buffer) {
        let half = rows * columns
        precondition(input.count >= images * 2 * half && output.count >= images * 2 * half, "whole images")
        for index in 0..<2 * images {
            loops.copy_rows(
                output.base + index * half, columns, input.base + index / 2 * 2 * half + index % 2 * columns,
                2 * columns, rows, columns)
        }
    }

    /// Joins the halves of every image's rows: the inverse of `splitRows`.
    /// input: `[images, 2, rows, columns]`; output: `[images, rows, 2, columns]`.
    package func joinRows(of input: Buffer, images: Int, rows: Int, columns: Int, into output: Buffer) {
        let half = rows * columns
        precondition(input.count >= images * 2 * half && output.count >= images * 2 * half, "whole images")
        for index in 0..<2 * images {
            loops.copy_rows(
                output.base + index / 2 * 2 * half + index % 2 * columns, 2 * columns, input.base + index * half,
                columns, rows, columns)
        }
    }

    /// The sum of squares; the sums of blocks of 256 elements are added in double precision.
    package func sumOfSquares(_ values: Buffer) -> Double { loops.sum_of_squares(values.base, values.count) }

    /// `output = input · scale + offset`; output and input may be the same memory.
    package func scale(_ input: Buffer, by scale: Float, offset: Float, into output: Buffer) {
        precondition(input.count == output.count)
        loops.scale_and_offset(output.base, input.base, scale, offset, input.count)
    }

    /// Clamps the input to -1...1.
    package func clampToUnit(_ input: Buffer, into output: Buffer) {
        precondition(input.count == output.count)
        loops.clamp_to_unit(output.base, input.base, input.count)
    }

    /// Sets the gradient to zero, in place, where a step against it would move the input further out of -1...1.
    package func clampToUnitGradient(_ gradient: Buffer, input: Buffer) {
        precondition(input.count == gradient.count)
        loops.clamp_to_unit_gradient(gradient.base, input.base, input.count)
    }

    /// The integers within 0...65535 nearest to the levels; 0 for NaN.
    package func rounded(_ levels: Buffer) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: levels.count) { samples, count in
            if let start = samples.baseAddress { loops.round_levels(start, levels.base, levels.count) }
            count = levels.count
        }
    }

    /// Turns grey levels into 0 or the maximum, the latter with probability level / maximum, given uniform numbers.
    package func binarize(_ levels: Buffer, uniform: Buffer, maximumLevel: Int) {
        precondition(levels.count == uniform.count)
        loops.binarize(levels.base, uniform.base, Float(maximumLevel), levels.count)
    }
}
