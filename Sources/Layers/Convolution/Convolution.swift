import Kernels

/// A strided convolution: output = activation(windows(input) · weightᵀ + bias).
///
/// - input: `[images, height, width, channels]`
/// - output: `[images, ceil(height / stride), ceil(width / stride), outputs]`
/// - Complexity: 2 · images · positions · kernel² · channels · outputs floating-point operations forward, twice that
///   backward.
public struct Convolution: Layer {
    let activation: Activation
    let weight: Slot  // [outputs, kernel, kernel, channels]
    let bias: Slot  // [outputs]
    private let products: WindowProducts

    public init(
        _ name: String, window: ConvolutionWindow, outputs: Int, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.activation = activation
        weight = layout.add(
            name + ".weight", shape: [outputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: window.elements, gain: activation.gain))
        bias = layout.add(name + ".bias", shape: [outputs], .zeros)
        products = WindowProducts(window: window, outputs: outputs)
    }

    public var inputCount: Int { products.window.imageCount }
    public var outputCount: Int { products.positionsCount }

    public var forwardOperations: Int { products.operations }

    public func panelCount(_ pass: Pass) -> Int {
        switch pass {
        case .forward: products.gatherPanelCount()
        case .backward: products.spreadPanelCount()
        }
    }

    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {
        switch pass {
        case .forward: products.packGather(parameters[weight], into: panels)
        case .backward: products.packSpread(parameters[weight], into: panels)
        }
    }

    public func scratchCount(images: Int) -> Int { products.scratchCount(images: images) }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        products.gather(
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
                positions: groupGradient, images: input[group, each: inputCount], count: group.count,
                scratch: scratch, to: gradients.lane[weight])
            guard let inputGradient else { return }
            products.spread(
                groupGradient, count: group.count, panels: weights.backward, scratch: scratch,
                into: inputGradient[group, each: inputCount])
        }
    }

    public var laneSlots: [Slot] { [weight, bias] }
}
