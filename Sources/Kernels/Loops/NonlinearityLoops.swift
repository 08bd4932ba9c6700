import CKernels

/// Element-wise functions between layers and their gradients. The gradients of input and output must not share memory.
extension KernelSet {
    /// `output = x · sigmoid(x)`.
    package func silu(_ input: Buffer, into output: Buffer) {
        precondition(input.count == output.count)
        loops.silu(output.base, input.base, input.count)
    }

    /// The gradient of the input of `silu`.
    ///
    /// - Parameter output: The output of `silu`.
    package func siluGradient(_ outputGradient: Buffer, input: Buffer, output: Buffer, into inputGradient: Buffer) {
        precondition(outputGradient.count == input.count && inputGradient.count == input.count)
        precondition(output.count == input.count)
        loops.silu_gradient(inputGradient.base, outputGradient.base, input.base, output.base, input.count)
    }

    /// `output = a · sigmoid(b)`, where the input is all of a and then all of b.
    package func gate(_ input: Buffer, into output: Buffer) {
        precondition(input.count == 2 * output.count)
        loops.gate(output.base, input.base, output.count)
    }

    /// The input's gradient.
    package func gateGradient(_ outputGradient: Buffer, input: Buffer, into inputGradient: Buffer) {
        precondition(input.count == 2 * outputGradient.count && inputGradient.count == input.count)
        loops.gate_gradient(inputGradient.base, outputGradient.base, input.base, outputGradient.count)
    }

    /// `output = tanh(x)`.
    package func hyperbolicTangent(_ input: Buffer, into output: Buffer) {
        precondition(input.count == output.count)
        loops.hyperbolic_tangents(output.base, input.base, input.count)
    }

    /// The gradient of the input of `hyperbolicTangent`, from the output.
    package func hyperbolicTangentGradient(_ outputGradient: Buffer, output: Buffer, into inputGradient: Buffer) {
        precondition(outputGradient.count == output.count && inputGradient.count == output.count)
        loops.hyperbolic_tangent_gradient(inputGradient.base, outputGradient.base, output.base, output.count)
    }

    /// `output = x` where it is positive, `x / 5` elsewhere.
    package func leakyRelu(_ input: Buffer, into output: Buffer) {
        precondition(input.count == output.count)
        loops.leaky_relu(output.base, input.base, input.count)
    }

    /// The input's gradient.
    package func leakyReluGradient(_ outputGradient: Buffer, input: Buffer, into inputGradient: Buffer) {
        precondition(outputGradient.count == input.count && inputGradient.count == input.count)
        loops.leaky_relu_gradient(inputGradient.base, outputGradient.base, input.base, input.count)
    }
}
