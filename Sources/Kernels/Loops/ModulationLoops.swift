import CKernels

/// Loops that scale and shift channels.
extension KernelSet {
    /// `output[r, c] = input[r, c] · (1 + scale[c]) + shift[c]`. input, output: `[rows, scale.count]`.
    package func modulate(_ input: Buffer, scale: Buffer, shift: Buffer, into output: Buffer) {
        precondition(input.count == output.count && shift.count == scale.count)
        precondition(input.count % scale.count == 0, "whole rows")
        loops.modulate(
            output.base, input.base, scale.base, shift.base, input.count / scale.count, scale.count)
    }

    /// Sets the gradients of the scale, of the shift and, unless it is nil, of the input.
    package func modulateGradient(
        _ outputGradient: Buffer, input: Buffer, scale: Buffer, into inputGradient: Buffer?, scaleGradient: Buffer,
        shiftGradient: Buffer
    ) {
        precondition(input.count == outputGradient.count && inputGradient?.count ?? input.count == input.count)
        precondition(scaleGradient.count == scale.count && shiftGradient.count == scale.count)
        precondition(input.count % scale.count == 0, "whole rows")
        loops.modulate_gradient(
            inputGradient?.base, scaleGradient.base, shiftGradient.base, outputGradient.base, input.base, scale.base,
            input.count / scale.count, scale.count)
    }
}
