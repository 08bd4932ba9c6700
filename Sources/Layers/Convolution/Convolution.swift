import Kernels

/// A strided convolution, output = activation(windows(input) · weightᵀ + bias), or its adjoint, the transposed one,
/// output = activation(spread(input · weight) + bias).
///
/// The window of a transposed convolution lies over its *output*, whose sides it is given, so that a halved odd side is
/// restored exactly. With positions = ceil(height / stride) · ceil(width / stride):
///
/// - input: `[images, height, width, channels]`; transposed: `[images, positions, inputs]`
/// - output: `[images, positions, outputs]`; transposed: `[images, height, width, channels]`
/// - Complexity: 2 · images · positions · kernel² · channels · outputs (or inputs) floating-point operations forward,
///   twice that backward.
public struct Convolution: Layer {
    let activation: Activation
    public let weight: Slot  // [outputs or inputs, kernel, kernel, channels]
    let bias: Slot  // [outputs]; transposed: [channels]
    private let products: WindowProducts
    private let direction: WindowDirection

    /// A convolution.
    ///
    /// - initialScale: multiplies the starting weights; with 0 the layer starts without a say.
    public init(
        _ name: String, window: ConvolutionWindow, outputs: Int, activation: Activation, initialScale: Double = 1,
        in layout: inout ParameterLayout
    ) {
        self.init(
            name, WindowProducts(window: window, outputs: outputs), .gather, fanIn: window.elements, biases: outputs,
            activation, initialScale, in: &layout)
    }

    /// A transposed convolution.
    ///
    /// - initialScale: multiplies the starting weights; with 0 the layer starts without a say.
    public init(
        transposed name: String, inputs: Int, window: ConvolutionWindow, activation: Activation,
        initialScale: Double = 1, in layout: inout ParameterLayout
    ) {
        // Each output pixel is reached by kernel² / stride² elements of every input channel.
        let fanIn = max(1, inputs * window.kernel * window.kernel / (window.stride * window.stride))
        self.init(
            name, WindowProducts(window: window, outputs: inputs), .spread, fanIn: fanIn, biases: window.channels,
            activation, initialScale, in: &layout)
    }

    private init(
        _ name: String, _ products: WindowProducts, _ direction: WindowDirection, fanIn: Int, biases: Int,
        _ activation: Activation, _ initialScale: Double, in layout: inout ParameterLayout
    ) {
        let window = products.window
        weight = layout.add(
            name + ".weight", shape: [products.outputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: fanIn, gain: activation.gain * initialScale * initialScale))
        bias = layout.add(name + ".bias", shape: [biases], .zeros)
        self.activation = activation
        self.products = products
        self.direction = direction
    }

    public var inputCount: Int { products.inputCount(direction) }
    public var outputCount: Int { products.outputCount(direction) }
    public var forwardOperations: Int { products.operations }
    public var readsOutput: Bool { activation == .relu }
    public var laneSlots: [Slot] { [weight, bias] }

    private func direction(of pass: Pass) -> WindowDirection { pass == .forward ? direction : direction.adjoint }

    public func panelCount(_ pass: Pass) -> Int { products.panelCount(direction(of: pass)) }

    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {
        products.pack(parameters[weight], for: direction(of: pass), into: panels)
    }

    public func scratchCount(images: Int) -> Int { products.scratchCount(images: images) }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        products.apply(
            direction, to: input, count: images, panels: weights.forward, bias: weights.parameters[bias],
            relu: activation == .relu, scratch: scratch, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        // All steps over a few images at a time, which stay in the second-level cache meanwhile.
        products.forEachGroup(of: images) { group in
            let groupGradient = outputGradient[group, each: outputCount]
            if let lane = gradients?.lane {
                activation.backward(
                    groupGradient, output: output[group, each: outputCount], addingSumsTo: lane[bias])
                products.addWeightGradient(
                    direction, input: input[group, each: inputCount], outputGradient: groupGradient,
                    count: group.count, scratch: scratch, to: lane[weight])
            } else {
                activation.backward(groupGradient, output: output[group, each: outputCount])
            }
            guard let inputGradient else { return }
            products.apply(
                direction.adjoint, to: groupGradient, count: group.count, panels: weights.backward, scratch: scratch,
                into: inputGradient[group, each: inputCount])
        }
    }
}
