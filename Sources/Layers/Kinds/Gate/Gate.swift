import Kernels

/// Multiplies one half of the input by a gate computed from the other: output = a · sigmoid(b).
///
/// - input: `[images, 2, count]`, a and then b
/// - output: `[images, count]`
/// - Complexity: one traversal of the elements per pass.
///
/// Source: Dauphin et al., 2017, arXiv:1612.08083.
package struct Gate: Layer {
    package let outputCount: Int
    package var inputCount: Int { 2 * outputCount }

    /// - Parameter count: Floats of one image's output.
    package init(count: Int) {
        precondition(count > 0, "an image has elements")
        outputCount = count
    }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        for image in 0..<pass.images {
            KernelSet.current.gate(input[row: image, of: inputCount], into: output[row: image, of: outputCount])
        }
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        for image in 0..<pass.images {
            KernelSet.current.gateGradient(
                outputGradient[row: image, of: outputCount], input: input[row: image, of: inputCount],
                into: inputGradient[row: image, of: inputCount])
        }
    }
}
