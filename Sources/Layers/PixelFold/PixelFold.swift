import Kernels

/// Folds squares of 2×2 pixels into the channels of one, odd sides filled up with zeros, or unfolds them again.
///
/// With folded sides ceil(height / 2) and ceil(width / 2):
///
/// - input: `[images, height, width, channels]`; unfolding: `[images, folded height, folded width, 2, 2, channels]`
/// - output: the other of the two
/// - Complexity: one copy each way.
///
/// Source: Shi et al., 2016, arXiv:1609.05158.
public struct PixelFold: ParameterlessLayer {
    private let height: Int
    private let width: Int
    private let channels: Int
    private let unfolds: Bool

    public init(height: Int, width: Int, channels: Int) {
        self.init(height, width, channels, unfolds: false)
    }

    /// The way back, to an image of that size.
    public init(unfoldingTo height: Int, width: Int, channels: Int) {
        self.init(height, width, channels, unfolds: true)
    }

    private init(_ height: Int, _ width: Int, _ channels: Int, unfolds: Bool) {
        precondition(height > 0 && width > 0 && channels > 0, "an image has elements")
        self.height = height
        self.width = width
        self.channels = channels
        self.unfolds = unfolds
    }

    private var imageCount: Int { height * width * channels }
    private var foldedWidth: Int { (width + 1) / 2 }
    private var foldedCount: Int { (height + 1) / 2 * foldedWidth * 4 * channels }

    public var inputCount: Int { unfolds ? foldedCount : imageCount }
    public var outputCount: Int { unfolds ? imageCount : foldedCount }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        move(input, images: images, unfolds: unfolds, into: output)
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        move(outputGradient, images: images, unfolds: !unfolds, into: inputGradient)
    }

    private func move(_ input: Buffer, images: Int, unfolds: Bool, into output: Buffer) {
        if !unfolds, height % 2 == 1 || width % 2 == 1 { output.fill(0) }
        for image in 0..<images {
            for row in 0..<height {
                let pixels = (image * height + row) * width * channels
                let folded =
                    image * foldedCount + (row / 2 * foldedWidth * 4 + row % 2 * 2) * channels
                moveRow(pixels, folded, width / 2, 2 * channels, input, unfolds, output)
                if width % 2 == 1 {
                    moveRow(
                        pixels + (width - 1) * channels, folded + (foldedWidth - 1) * 4 * channels, 1, channels, input,
                        unfolds, output)
                }
            }
        }
    }

    /// Pairs of neighbouring pixels of one row, or its last pixel alone.
    private func moveRow(
        _ pixels: Int, _ folded: Int, _ count: Int, _ columns: Int, _ input: Buffer, _ unfolds: Bool,
        _ output: Buffer
    ) {
        let (from, to) = unfolds ? (folded, pixels) : (pixels, folded)
        let (inputPitch, outputPitch) = unfolds ? (4 * channels, 2 * channels) : (2 * channels, 4 * channels)
        KernelSet.current.copyRows(
            count, columns: columns, of: input[from..<input.count], pitch: inputPitch,
            into: output[to..<output.count], pitch: outputPitch)
    }
}
