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

    /// The floats of the weights laid out for a pass.
    func panelCount(_ pass: Pass) -> Int

    /// Lays the weights out for a pass.
    func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer)

    /// The floats of scratch memory that a pass over that many images wants.
    func scratchCount(images: Int) -> Int

    /// output `[images, outputCount]` of input `[images, inputCount]`.
    func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer)

    /// Sets the input's gradient, and does what is to be done here for the parameters', unless nobody asks for the one
    /// or the other.
    ///
    /// - outputGradient: `[images, outputCount]`; its contents may be changed where the layer says so.
    /// - input, output: those of the forward pass.
    func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?)

    /// Whether `backward` looks at the forward pass's output: such a layer can't end a residual block, where what is
    /// kept is the sum.
    var readsOutput: Bool { get }

    /// Whether `backward` changes the output's gradient.
    var changesOutputGradient: Bool { get }

    /// Whether its output takes less time to compute anew than to keep until the way back, far from the processor.
    var isRecomputed: Bool { get }

    /// The slots to whose gradients `backward` adds.
    var laneSlots: [Slot] { get }

    /// The floats an image that `backward` leaves in the batch's record for `finishGradients`.
    var recordCount: Int { get }

    /// The parts, of any order, in which the gradients of the other slots are computed for the whole batch at once.
    var finishingParts: Int { get }

    /// Sets one part of the gradients of the slots that are not `laneSlots`.
    ///
    /// - record: what `backward` left there of a batch of that many images.
    /// - scratch: `scratchCount(images: 1)` floats.
    func finishGradients(_ part: Int, images: Int, record: Buffer, scratch: Buffer, into gradients: Arena)
}

extension Layer {
    public var readsOutput: Bool { false }
    /// An activation of the layer's own is undone in place.
    public var changesOutputGradient: Bool { readsOutput }
    public var isRecomputed: Bool { false }
}

/// Which way a pass goes.
public enum Pass: Sendable, CaseIterable {
    case forward, backward
}
