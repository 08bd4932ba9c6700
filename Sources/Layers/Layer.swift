import Kernels

/// A differentiable function of images and parameters.
///
/// A layer knows shapes and slots and holds no values: parameters, gradients, activations and scratch memory belong
/// to the caller. `count`s are floats an image; a batch of n images is `[n, count]`, NHWC.
public protocol Layer: Sendable {
    var inputCount: Int { get }
    var outputCount: Int { get }

    /// Floating-point operations of a forward pass over one image: two a multiplication, those with the zeros around
    /// an image counted too; biases and activations not.
    var forwardOperations: Int { get }

    /// The floats of scratch memory that a pass over that many images wants.
    func scratchCount(images: Int) -> Int

    /// output `[images, outputCount]` of input `[images, inputCount]`.
    func forward(_ input: Buffer, images: Int, parameters: Arena, scratch: Buffer, into output: Buffer)

    /// Adds to the parameters' gradients, and sets the input's gradient unless nobody asks for it.
    ///
    /// - outputGradient: `[images, outputCount]`; used up: its contents are changed.
    /// - input, output: those of the forward pass.
    func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, parameters: Arena,
        accumulating gradients: Arena, scratch: Buffer, into inputGradient: Buffer?)
}
