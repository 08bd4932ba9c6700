import Kernels

/// A differentiable function of images and parameters.
///
/// A layer knows shapes and slots and holds no values: the caller owns parameters, gradients, activations and scratch
/// memory. Counts are floats per image; a batch of n images is `[n, count]`, in NHWC order.
///
/// A layer without parameters implements the two counts and the two passes; everything else has a default.
package protocol Layer: Sendable {
    /// Floats of one image's input.
    var inputCount: Int { get }
    /// Floats of one image's output.
    var outputCount: Int { get }

    /// Computes the output `[images, outputCount]` from the input `[images, inputCount]`.
    func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer)

    /// Computes the input's gradient, and leaves in `pass` the gradients of the parameters and of the condition.
    ///
    /// - Parameters:
    ///   - outputGradient: `[images, outputCount]`; changed where `changesOutputGradient` is true.
    ///   - input: The input of the forward pass.
    ///   - output: The output of the forward pass.
    ///   - inputGradient: `[images, inputCount]`; nil where it is not needed.
    func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?)

    /// Floating-point operations of a forward pass over one image: two per multiplication, including those with the zeros
    /// around an image, excluding biases and activations. Default: 0.
    var forwardOperations: Int { get }

    /// Floats of scratch memory that a pass over that many images needs. Default: 0.
    func scratchCount(images: Int) -> Int

    // MARK: Packed weights

    /// Floats of the weights packed for a direction. Default: 0.
    func panelCount(_ direction: PassDirection) -> Int

    /// Packs the weights for a direction. Default: nothing to do.
    func pack(_ parameters: Arena, for direction: PassDirection, into panels: Buffer)

    // MARK: What a stack may do with the output

    /// Whether `backward` reads the forward pass's output. Such a layer can't end a residual block, which keeps the sum
    /// instead. Default: false.
    var readsOutput: Bool { get }

    /// Whether `backward` changes the output's gradient. Default: `readsOutput`, as an activation of the layer's own is
    /// undone in place.
    var changesOutputGradient: Bool { get }

    /// Whether computing the output again takes less time than keeping it until the backward pass. Default: false.
    var isRecomputed: Bool { get }

    // MARK: Gradients of parameters

    /// The slots to whose gradients `backward` adds. Default: none.
    var laneSlots: [Slot] { get }

    /// Floats per image that `backward` records for `finishGradients`. Default: 0.
    var recordCount: Int { get }

    /// The number of parts, in any order, in which the gradients of the other slots are computed for the whole batch at
    /// once. Default: 0.
    var finishingParts: Int { get }

    /// Sets one part of the gradients of the slots that are not `laneSlots`.
    ///
    /// - Parameters:
    ///   - images: The number of rows that were recorded.
    ///   - record: What `backward` recorded, with room for as many rows or more.
    ///   - scratch: `scratchCount(images: 1)` floats.
    func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena)
}

extension Layer {
    package var forwardOperations: Int { 0 }
    package func scratchCount(images: Int) -> Int { 0 }

    package func panelCount(_ direction: PassDirection) -> Int { 0 }
    package func pack(_ parameters: Arena, for direction: PassDirection, into panels: Buffer) {}

    package var readsOutput: Bool { false }
    package var changesOutputGradient: Bool { readsOutput }
    package var isRecomputed: Bool { false }

    package var laneSlots: [Slot] { [] }
    package var recordCount: Int { 0 }
    package var finishingParts: Int { 0 }
    package func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena) {}
}
