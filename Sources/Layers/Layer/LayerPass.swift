import Kernels

/// What a layer's pass over some images works with beside its input and output.
package struct LayerPass: Sendable {
    /// The number of images.
    package let images: Int
    /// The layer's parameters, and its weights as the pass reads them.
    package internal(set) var weights: LayerWeights
    /// At least `scratchCount(images:)` floats of any content.
    package let scratch: Buffer
    /// What steers conditioned layers; nil where the stack has none.
    package let condition: Condition?
    /// Where a backward pass leaves what concerns the layer's parameters; nil in a forward pass, and in a backward pass
    /// that computes the input's gradient alone.
    package internal(set) var gradients: LayerGradients?

    /// The values of a parameter array.
    func parameter(_ slot: Slot) -> Buffer { weights.parameters[slot] }
}
