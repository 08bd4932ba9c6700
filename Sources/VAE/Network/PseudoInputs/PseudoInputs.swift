import Kernels
import Layers

/// Inputs that are learned along with the network. The mean of their posteriors is its prior.
///
/// They start as grey noise and not as images of the training set, because a model file must not hold any of those.
///
/// Source: Tomczak & Welling, 2018, arXiv:1705.07120.
struct PseudoInputs: Sendable {
    let count: Int
    let pixelCount: Int
    /// `[count, pixels]`; the encoder reads them clamped to -1...1.
    let slot: Slot

    /// The number of chunks in which they go through the encoder, whatever the number of threads.
    static let chunkCount = 8

    init(count: Int, pixelCount: Int, in layout: inout ParameterLayout) {
        self.count = count
        self.pixelCount = pixelCount
        slot = layout.add("prior.pseudo_inputs", shape: [count, pixelCount], .normal(mean: -0.5, deviation: 0.1))
    }

    func chunk(_ index: Int) -> Range<Int> {
        index * count / Self.chunkCount..<(index + 1) * count / Self.chunkCount
    }
}
