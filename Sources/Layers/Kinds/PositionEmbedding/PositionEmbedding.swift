import Kernels

/// Adds the same learned array to every image, output = input + embedding. It tells positions apart to layers that treat
/// them alike. The array starts as zeros.
///
/// - input, output: `[images, positions, channels]`
/// - Complexity: one traversal of the elements per pass.
package struct PositionEmbedding: Layer {
    let embedding: Slot  // [positions, channels]

    /// - Parameter name: The name of the array itself.
    package init(_ name: String, positions: Int, channels: Int, in layout: inout ParameterLayout) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        embedding = layout.add(name, shape: [positions, channels], .zeros)
    }

    package var inputCount: Int { embedding.count }
    package var outputCount: Int { embedding.count }
    package var laneSlots: [Slot] { [embedding] }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        KernelSet.current.addToRows(pass.parameter(embedding), of: input, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        if let lane = pass.gradients?.lane { KernelSet.current.addRowSums(of: outputGradient, to: lane[embedding]) }
        inputGradient?.copy(from: outputGradient)
    }
}
