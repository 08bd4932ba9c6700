import Kernels

/// A fully connected layer: output = activation(input · weightᵀ + bias).
///
/// - input: `[images, inputCount]`
/// - output: `[images, outputCount]`
/// - Complexity: 2 · images · inputCount · outputCount floating-point operations forward, twice that backward.
public struct Dense: Layer {
    public let inputCount: Int
    public let outputCount: Int
    let activation: Activation
    let weight: Slot  // [outputCount, inputCount]
    let bias: Slot  // [outputCount]

    public init(
        _ name: String, inputs: Int, outputs: Int, activation: Activation, in layout: inout ParameterLayout
    ) {
        inputCount = inputs
        outputCount = outputs
        self.activation = activation
        weight = layout.add(
            name + ".weight", shape: [outputs, inputs], .scaledNormal(fanIn: inputs, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [outputs], .zeros)
    }

    public var forwardOperations: Int { 2 * inputCount * outputCount }

    public func scratchCount(images: Int) -> Int { 0 }

    public func forward(_ input: Buffer, images: Int, parameters: Arena, scratch: Buffer, into output: Buffer) {
        // [images, outputs] = [images, inputs] · [inputs, outputs]
        multiply(
            input, parameters[weight], transposed: .right, rows: images, inner: inputCount, columns: outputCount,
            into: output)
        activation.addBias(parameters[bias], to: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, parameters: Arena,
        accumulating gradients: Arena, scratch: Buffer, into inputGradient: Buffer?
    ) {
        activation.backward(outputGradient, output: output)
        KernelSet.current.addRowSums(of: outputGradient, to: gradients[bias])
        // [outputs, inputs] += [outputs, images] · [images, inputs]
        multiply(
            outputGradient, input, transposed: .left, rows: outputCount, inner: images, columns: inputCount,
            accumulating: true, into: gradients[weight])
        guard let inputGradient else { return }
        // [images, inputs] = [images, outputs] · [outputs, inputs]
        multiply(
            outputGradient, parameters[weight], rows: images, inner: outputCount, columns: inputCount,
            into: inputGradient)
    }
}
