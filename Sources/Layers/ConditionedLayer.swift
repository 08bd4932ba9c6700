import Kernels

/// A layer that a condition steers: one vector an image, which the whole stack shares and of which each such layer
/// reads a part of its own.
public protocol ConditionedLayer: ParameterlessLayer {
    /// output `[images, outputCount]` of input `[images, inputCount]` and condition `[images, count]`.
    func forward(_ input: Buffer, condition: Buffer, images: Int, into output: Buffer)

    /// Sets the input's gradient unless nobody asks for it, and the layer's part of the condition's.
    ///
    /// - outputGradient: `[images, outputCount]`.
    func backward(
        _ outputGradient: Buffer, input: Buffer, condition: Buffer, images: Int, into inputGradient: Buffer?,
        conditionGradient: Buffer)
}

/// Conditioned layers have no parameters: those that make the condition belong to whoever makes it.
extension ConditionedLayer {

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        preconditionFailure("the stack was given no condition")
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        preconditionFailure("the stack was given no condition")
    }
}
