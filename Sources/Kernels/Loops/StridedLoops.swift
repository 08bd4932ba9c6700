/// Loops over one of several values per element, which lie side by side in memory.
extension KernelSet {
    /// `output[i] = values[i · step]`.
    package func strided(_ values: Buffer, step: Int, into output: Buffer) {
        precondition(step > 0 && values.count == output.count * step, "whole elements")
        let (source, target) = (values.base, output.base)
        for index in 0..<output.count { target[index] = source[index * step] }
    }

    /// `output[i · step] += factor · values[i]`.
    package func addStrided(_ values: Buffer, factor: Float, step: Int, to output: Buffer) {
        precondition(step > 0 && output.count == values.count * step, "whole elements")
        let (source, target) = (values.base, output.base)
        for index in 0..<values.count { target[index * step] += factor * source[index] }
    }
}
