import Kernels

/// Separates the two halves of every position's channels: all first halves, then all second halves. An encoder's map of
/// means and log variances side by side becomes all means, then all log variances.
///
/// - input: `[images, positions, 2, channels]`
/// - output: `[images, 2, positions, channels]`
/// - Complexity: one copy per pass.
package struct ChannelSplit: Layer {
    package let positions: Int
    /// The channels of each half.
    package let channels: Int

    package init(positions: Int, channels: Int) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        self.positions = positions
        self.channels = channels
    }

    package var inputCount: Int { 2 * positions * channels }
    package var outputCount: Int { inputCount }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        KernelSet.current.splitRows(of: input, images: pass.images, rows: positions, columns: channels, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        KernelSet.current.joinRows(
            of: outputGradient, images: pass.images, rows: positions, columns: channels, into: inputGradient)
    }
}
