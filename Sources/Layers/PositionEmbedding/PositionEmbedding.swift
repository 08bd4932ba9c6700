import Kernels

/// Adds the same array to every image, output = input + embedding: what tells positions apart to layers that treat
/// them alike. It starts at zeros.
///
/// - input, output: `[images, positions, channels]`
/// - Complexity: one pass over the elements each way.
public struct PositionEmbedding: Layer {
    let embedding: Slot  // [positions, channels]

    /// - name: of the array itself.
    public init(_ name: String, positions: Int, channels: Int, in layout: inout ParameterLayout) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        embedding = layout.add(name, shape: [positions, channels], .zeros)
    }

    public var inputCount: Int { embedding.count }
    public var outputCount: Int { embedding.count }
    public var forwardOperations: Int { 0 }
    public var laneSlots: [Slot] { [embedding] }
    public func panelCount(_ pass: Pass) -> Int { 0 }
    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {}
    public func scratchCount(images: Int) -> Int { 0 }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        KernelSet.current.addToRows(weights.parameters[embedding], of: input, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        if let gradients { KernelSet.current.addRowSums(of: outputGradient, to: gradients.lane[embedding]) }
        inputGradient?.copy(from: outputGradient)
    }
}
