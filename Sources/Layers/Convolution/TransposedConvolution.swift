import Kernels

/// A strided transposed convolution, the adjoint of `Convolution`: output = activation(fold(input · weight) + bias).
///
/// Its window lies over the *output*, whose sides it is given, so that a halved odd side is restored exactly.
///
/// - input: `[images, ceil(height / stride), ceil(width / stride), inputs]`
/// - output: `[images, height, width, channels]`, the window's
/// - Complexity: 2 · images · positions · inputs · kernel² · channels floating-point operations forward, twice that
///   backward.
public struct TransposedConvolution: Layer {
    let window: ConvolutionWindow
    let inputs: Int
    let activation: Activation
    let weight: Slot  // [inputs, kernel, kernel, channels]
    let bias: Slot  // [channels]

    public init(
        _ name: String, inputs: Int, window: ConvolutionWindow, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.window = window
        self.inputs = inputs
        self.activation = activation
        // Each output pixel is reached by kernel² / stride² elements of every input channel.
        let fanIn = max(1, inputs * window.kernel * window.kernel / (window.stride * window.stride))
        weight = layout.add(
            name + ".weight", shape: [inputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: fanIn, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [window.channels], .zeros)
    }

    public var inputCount: Int { window.positions * inputs }
    public var outputCount: Int { window.imageCount }
    public var forwardOperations: Int { 2 * window.positions * window.elements * inputs }

    public func scratchCount(images: Int) -> Int { window.unfoldedCount(images: images) }

    public func forward(_ input: Buffer, images: Int, parameters: Arena, scratch: Buffer, into output: Buffer) {
        for group in window.groups(of: images) {
            // [positions, elements] = [positions, inputs] · [inputs, elements]
            multiply(
                input[group, each: inputCount], parameters[weight], rows: group.count * window.positions,
                inner: inputs, columns: window.elements, into: scratch)
            window.fold(scratch, count: group.count, into: output[group, each: outputCount])
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
            window.unfold(outputGradient[group, each: outputCount], count: group.count, into: scratch)
            // [inputs, elements] += [inputs, positions] · [positions, elements]
            multiply(
                input[group, each: inputCount], scratch, transposed: .left, rows: inputs, inner: rows,
                columns: window.elements, accumulating: true, into: gradients[weight])
            guard let inputGradient else { continue }
            // [positions, inputs] = [positions, elements] · [elements, inputs]
            multiply(
                scratch, parameters[weight], transposed: .right, rows: rows, inner: window.elements,
                columns: inputs, into: inputGradient[group, each: inputCount])
        }
    }
}
