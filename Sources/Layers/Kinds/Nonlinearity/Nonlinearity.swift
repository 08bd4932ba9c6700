import Kernels

/// An element-wise function, output = f(input), without parameters.
///
/// - input, output: `[images, count]`
/// - Complexity: one traversal of the elements per pass.
package struct Nonlinearity: Layer {
    /// The functions.
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// x · sigmoid(x). Source: Hendrycks & Gimpel, 2016, arXiv:1606.08415.
        case silu
        case tanh
        /// x where it is positive, x / 5 elsewhere.
        case leakyRelu
    }

    package let kind: Kind
    package let inputCount: Int
    package var outputCount: Int { inputCount }

    /// - Parameter count: Floats per image.
    package init(_ kind: Kind, count: Int) {
        precondition(count > 0, "an image has elements")
        self.kind = kind
        inputCount = count
    }

    package var readsOutput: Bool { kind != .leakyRelu }
    package var changesOutputGradient: Bool { false }
    package var isRecomputed: Bool { true }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        precondition(input.count == pass.images * inputCount, "whole images")
        switch kind {
        case .silu: KernelSet.current.silu(input, into: output)
        case .tanh: KernelSet.current.hyperbolicTangent(input, into: output)
        case .leakyRelu: KernelSet.current.leakyRelu(input, into: output)
        }
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        switch kind {
        case .silu:
            KernelSet.current.siluGradient(outputGradient, input: input, output: output, into: inputGradient)
        case .tanh: KernelSet.current.hyperbolicTangentGradient(outputGradient, output: output, into: inputGradient)
        case .leakyRelu: KernelSet.current.leakyReluGradient(outputGradient, input: input, into: inputGradient)
        }
    }
}
