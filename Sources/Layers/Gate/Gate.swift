import Kernels

/// Halves that gate each other: output = a · sigmoid(b).
///
/// - input: `[images, 2, count]`, a and then b
/// - output: `[images, count]`
/// - Complexity: one pass over the elements each way.
///
/// Source: Dauphin et al., 2017, arXiv:1612.08083.
public struct Gate: ParameterlessLayer {
    public let outputCount: Int
    public var inputCount: Int { 2 * outputCount }

    /// - count: the elements of an image's output.
    public init(count: Int) {
        precondition(count > 0, "an image has elements")
        outputCount = count
    }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        for image in 0..<images {
            KernelSet.current.gate(
                input[image..<image + 1, each: inputCount], into: output[image..<image + 1, each: outputCount])
        }
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        for image in 0..<images {
            KernelSet.current.gateGradient(
                outputGradient[image..<image + 1, each: outputCount], input: input[image..<image + 1, each: inputCount],
                into: inputGradient[image..<image + 1, each: inputCount])
        }
    }
}
