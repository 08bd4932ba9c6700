import Kernels

/// A strided convolution: output = activation(windows(input) · weightᵀ + bias).
///
/// - input: `[images, height, width, channels]`
/// - output: `[images, ceil(height / stride), ceil(width / stride), outputs]`
/// - Complexity: 2 · images · positions · kernel² · channels · outputs floating-point operations forward, twice that
///   backward.
public struct Convolution: Layer {
    let window: ConvolutionWindow
    let outputs: Int
    let activation: Activation
    let weight: Slot  // [outputs, kernel, kernel, channels]
    let bias: Slot  // [outputs]

    public init(
        _ name: String, window: ConvolutionWindow, outputs: Int, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.window = window
        self.outputs = outputs
        self.activation = activation
        weight = layout.add(
            name + ".weight", shape: [outputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: window.elements, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [outputs], .zeros)
    }

    public var inputCount: Int { window.imageCount }
    public var outputCount: Int { window.positions * outputs }
    public var forwardOperations: Int { 2 * window.positions * window.elements * outputs }

    public func scratchCount(images: Int) -> Int { window.unfoldedCount(images: images) }

    public func forward(_ input: Buffer, images: Int, parameters: Arena, scratch: Buffer, into output: Buffer) {
        for group in window.groups(of: images) {
            let rows = group.count * window.positions
            let groupOutput = output[group, each: outputCount]
            window.unfold(input[group, each: inputCount], count: group.count, into: scratch)
            // [positions, outputs] = [positions, elements] · [elements, outputs]
            multiply(
                scratch, parameters[weight], transposed: .right, rows: rows, inner: window.elements,
                columns: outputs, into: groupOutput)
        }
        activation.addBias(parameters[bias], to: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, parameters: Arena,
        accumulating gradients: Arena, scratch: Buffer, into inputGradient: Buffer?
    ) {
        activation.backward(outputGradient, output: output)
        KernelSet.current.addRowSums(of: outputGradient, to: gradients[bias])
        for group in window.groups(of: images) {
            let rows = group.count * window.positions
            let groupGradient = outputGradient[group, each: outputCount]
            window.unfold(input[group, each: inputCount], count: group.count, into: scratch)
            // [outputs, elements] += [outputs, positions] · [positions, elements]
            multiply(
                groupGradient, scratch, transposed: .left, rows: outputs, inner: rows, columns: window.elements,
                accumulating: true, into: gradients[weight])
            guard let inputGradient else { continue }
            // [positions, elements] = [positions, outputs] · [outputs, elements]
            multiply(
                groupGradient, parameters[weight], rows: rows, inner: outputs, columns: window.elements,
                into: scratch)
            window.fold(scratch, count: group.count, into: inputGradient[group, each: inputCount])
        }
    }
}
