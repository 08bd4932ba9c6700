import Kernels

/// A strided convolution, output = activation(windows(input) · weightᵀ + bias), or its adjoint, the transposed
/// convolution, output = activation(spread(input · weight) + bias).
///
/// The window of a transposed convolution lies over its *output*, whose sides it is given, so a halved odd side is
/// restored exactly. With positions = ceil(height / stride) · ceil(width / stride):
///
/// - input: `[images, height, width, channels]`; transposed: `[images, positions, inputs]`
/// - output: `[images, positions, outputs]`; transposed: `[images, height, width, channels]`
/// - Complexity: 2 · images · positions · kernel² · channels · outputs (or inputs) floating-point operations forward,
///   twice that backward.
package struct Convolution: Layer {
    let activation: Activation
    package let weight: Slot  // [outputs or inputs, kernel, kernel, channels]
    let bias: Slot  // [outputs]; transposed: [channels]
    private let products: WindowProducts
    private let direction: WindowDirection

    /// A convolution.
    package init(
        _ name: String, window: ConvolutionWindow, outputs: Int, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.activation = activation
        products = WindowProducts(window: window, outputs: outputs)
        direction = .gather
        (weight, bias) = products.addParameters(name, direction, gain: activation.gain, to: &layout)
    }

    /// A convolution without an activation whose starting weights are multiplied by `initialScale`. With 0 the layer
    /// starts by giving its bias alone.
    package init(
        _ name: String, window: ConvolutionWindow, outputs: Int, initialScale: Double,
        in layout: inout ParameterLayout
    ) {
        activation = .identity
        products = WindowProducts(window: window, outputs: outputs)
        direction = .gather
        (weight, bias) = products.addParameters(name, direction, gain: initialScale * initialScale, to: &layout)
    }

    /// A transposed convolution.
    package init(
        transposed name: String, inputs: Int, window: ConvolutionWindow, activation: Activation,
        in layout: inout ParameterLayout
    ) {
        self.activation = activation
        products = WindowProducts(window: window, outputs: inputs)
        direction = .spread
        (weight, bias) = products.addParameters(name, direction, gain: activation.gain, to: &layout)
    }

    package var inputCount: Int { products.inputCount(direction) }
    package var outputCount: Int { products.outputCount(direction) }
    package var forwardOperations: Int { products.operations }
    package var readsOutput: Bool { activation == .relu }
    package var laneSlots: [Slot] { [weight, bias] }
    package func scratchCount(images: Int) -> Int { products.scratchCount(images: images) }

    private func windowDirection(_ direction: PassDirection) -> WindowDirection {
        direction == .forward ? self.direction : self.direction.adjoint
    }

    package func panelCount(_ direction: PassDirection) -> Int { products.panelCount(windowDirection(direction)) }

    package func pack(_ parameters: Arena, for direction: PassDirection, into panels: Buffer) {
        products.pack(parameters[weight], for: windowDirection(direction), into: panels)
    }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        products.apply(
            direction, to: input, count: pass.images, panels: pass.weights.forward, bias: pass.parameter(bias),
            relu: activation == .relu, scratch: pass.scratch, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        // A few images go through all steps at a time and stay in the second-level cache meanwhile.
        products.forEachGroup(of: pass.images) { group in
            let groupGradient = outputGradient[group, each: outputCount]
            if let lane = pass.gradients?.lane {
                activation.backward(
                    groupGradient, output: output[group, each: outputCount], addingSumsTo: lane[bias])
                products.addWeightGradient(
                    direction, input: input[group, each: inputCount], outputGradient: groupGradient,
                    count: group.count, scratch: pass.scratch, to: lane[weight])
            } else {
                activation.backward(groupGradient, output: output[group, each: outputCount])
            }
            guard let inputGradient else { return }
            products.apply(
                direction.adjoint, to: groupGradient, count: group.count, panels: pass.weights.backward,
                scratch: pass.scratch, into: inputGradient[group, each: inputCount])
        }
    }
}

extension WindowProducts {
    /// Declares the parameters of a layer with these products.
    fileprivate func addParameters(
        _ name: String, _ direction: WindowDirection, gain: Double, to layout: inout ParameterLayout
    ) -> (weight: Slot, bias: Slot) {
        // Each output pixel of a transposed convolution is reached by kernel² / stride² elements of every input channel.
        let fanIn =
            switch direction {
            case .gather: window.elements
            case .spread: max(1, outputs * window.kernel * window.kernel / (window.stride * window.stride))
            }
        let weight = layout.add(
            name + ".weight", shape: [outputs, window.kernel, window.kernel, window.channels],
            .scaledNormal(fanIn: fanIn, gain: gain))
        let biases = direction == .gather ? outputs : window.channels
        return (weight, layout.add(name + ".bias", shape: [biases], .zeros))
    }
}
