import Kernels

/// Parts the halves of every position's channels: all first halves, then all second ones. So an encoder's map of means
/// and log variances side by side becomes all means, then all log variances.
///
/// - input: `[images, positions, 2, channels]`
/// - output: `[images, 2, positions, channels]`
/// - Complexity: one copy each way.
public struct ChannelSplit: ParameterlessLayer {
    public let positions: Int
    public let channels: Int

    /// - channels: of each half.
    public init(positions: Int, channels: Int) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        self.positions = positions
        self.channels = channels
    }

    public var inputCount: Int { 2 * positions * channels }
    public var outputCount: Int { inputCount }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        KernelSet.current.splitRows(of: input, images: images, rows: positions, columns: channels, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        KernelSet.current.joinRows(
            of: outputGradient, images: images, rows: positions, columns: channels, into: inputGradient)
    }
}
