import Kernels

/// A strided transposed convolution, the adjoint of `Convolution`: output = activation(spread(input · weight) + bias).
///
/// Its window lies over the *output*, whose sides it is given, so that a halved odd side is restored exactly.
///
/// - input: `[images, ceil(height / stride), ceil(width / stride), inputs]`
/// - output: `[images, height, width, channels]`, the window's
/// - Complexity: 2 · images · positions · inputs · kernel² · channels floating-point operations forward, twice that
///   backward.
public struct TransposedConvolution: Layer {
    let activation: Activation
    let weight: Slot  // [inputs, kernel, kernel, channels]
    let bias: Slot  // [channels]
    private let products: WindowProducts

    public init(
        _ name: String, inputs: Int, window: ConvolutionWindow, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.activation = activation
        // Each output pixel is reached by kernel² / stride² elements of every input channel.
        let fanIn = max(1, inputs * window.kernel * window.kernel / (window.stride * window.stride))
        weight = layout.add(
            name + ".weight", shape: [inputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: fanIn, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [window.channels], .zeros)
        products = WindowProducts(window: window, outputs: inputs)
    }

    public var inputCount: Int { products.positionsCount }
    public var outputCount: Int { products.window.imageCount }

    public var forwardOperations: Int { products.operations }

    public func panelCount(_ pass: Pass) -> Int {
        switch pass {
        case .forward: products.spreadPanelCount()
        case .backward: products.gatherPanelCount()
        }
    }

    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {
        switch pass {
        case .forward: products.packSpread(parameters[weight], into: panels)
        case .backward: products.packGather(parameters[weight], into: panels)
        }
    }

    public func scratchCount(images: Int) -> Int { products.scratchCount(images: images) }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        products.spread(
            input, count: images, panels: weights.forward, bias: weights.parameters[bias], relu: activation == .relu,
            scratch: scratch, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients, scratch: Buffer, into inputGradient: Buffer?
    ) {
        // All steps over a few images at a time, which stay in the second-level cache meanwhile.
        products.forEachGroup(of: images) { group in
            let groupGradient = outputGradient[group, each: outputCount]
            activation.backward(
                groupGradient, output: output[group, each: outputCount], addingSumsTo: gradients.lane[bias])
            products.addWeightGradient(
                positions: input[group, each: inputCount], images: groupGradient, count: group.count,
                scratch: scratch, to: gradients.lane[weight])
            guard let inputGradient else { return }
            products.gather(
                groupGradient, count: group.count, panels: weights.backward, scratch: scratch,
                into: inputGradient[group, each: inputCount])
        }
    }

    public var laneSlots: [Slot] { [weight, bias] }
}
