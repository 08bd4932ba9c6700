import Kernels

/// Folds squares of 2×2 pixels into the channels of one, or unfolds them. Odd sides are filled up with zeros.
///
/// With folded sides ceil(height / 2) and ceil(width / 2):
///
/// - input: `[images, height, width, channels]`; unfolding: `[images, folded height, folded width, 2, 2, channels]`
/// - output: the other of the two
/// - Complexity: one copy per pass.
///
/// Source: Shi et al., 2016, arXiv:1609.05158.
package struct PixelFold: Layer {
    private let height: Int
    private let width: Int
    private let channels: Int
    private let unfolds: Bool

    /// Folds an image of that size.
    package init(height: Int, width: Int, channels: Int) {
        self.init(height, width, channels, unfolds: false)
    }

    /// Unfolds to an image of that size.
    package init(unfoldingTo height: Int, width: Int, channels: Int) {
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

    package var inputCount: Int { unfolds ? foldedCount : imageCount }
    package var outputCount: Int { unfolds ? imageCount : foldedCount }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        move(input, images: pass.images, unfolds: unfolds, into: output)
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        guard let inputGradient else { return }
        move(outputGradient, images: pass.images, unfolds: !unfolds, into: inputGradient)
    }

    private func move(_ input: Buffer, images: Int, unfolds: Bool, into output: Buffer) {
        if !unfolds, height % 2 == 1 || width % 2 == 1 { output.fill(0) }
        for image in 0..<images {
            for row in 0..<height {
                let pixels = (image * height + row) * width * channels
                let folded = image * foldedCount + (row / 2 * foldedWidth * 4 + row % 2 * 2) * channels
                let (from, to) = unfolds ? (folded, pixels) : (pixels, folded)
                moveRow(input[from..<input.count], unfolds: unfolds, into: output[to..<output.count])
            }
        }
    }

    /// Moves one row of pixels, from the start of the one buffer to that of the other.
    private func moveRow(_ input: Buffer, unfolds: Bool, into output: Buffer) {
        // Pairs of neighbouring pixels, and the last pixel of an odd side.
        let (inputPitch, outputPitch) = unfolds ? (4 * channels, 2 * channels) : (2 * channels, 4 * channels)
        let pairs = width / 2
        KernelSet.current.copyRows(
            pairs, columns: 2 * channels, of: input, pitch: inputPitch, into: output, pitch: outputPitch)
        guard width % 2 == 1 else { return }
        KernelSet.current.copyRows(
            1, columns: channels, of: input[pairs * inputPitch..<input.count], pitch: inputPitch,
            into: output[pairs * outputPitch..<output.count], pitch: outputPitch)
    }
}
