import Kernels
import Layers

/// Images that are learned beside the network: the mean of their posteriors is its prior.
///
/// They begin as grey noise, not as images of the training set, of which a model file shall hold none.
///
/// Source: Tomczak & Welling, 2018, arXiv:1705.07120.
struct PseudoInputs: Sendable {
    let count: Int
    let pixelCount: Int
    /// `[count, pixels]`; the encoder sees them held within -1...1.
    let slot: Slot

    /// In how many chunks they go through the encoder: of any number of threads the same.
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
