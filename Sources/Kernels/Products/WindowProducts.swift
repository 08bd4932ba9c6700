import CKernels

/// The three products of a convolution between images `[height, width, channels]` and values at the window's positions,
/// `[positions, outputs]`, with weights `[outputs, kernel, kernel, channels]`.
///
/// `gather` is a convolution and a transposed convolution's input gradient; `spread` is a transposed convolution and a
/// convolution's input gradient; both have the same weight gradient. Windows are not unfolded, except for images with few
/// channels: the images get a border of zeros, and tiles read the windows in place. Kernels of 3 × 3 and stride 1 are
/// multiplied by `WinogradProducts`. Weights are read from panels, which are packed again whenever they change.
///
/// The sum of each element of a result runs in the same order whatever else is computed, so an image's results have the same
/// bits in any batch.
package struct WindowProducts: Sendable, Hashable {
    package let window: ConvolutionWindow
    /// Channels at the positions.
    package let outputs: Int
    let vertical: WindowAxis
    let horizontal: WindowAxis
    /// The faster products for 3 × 3 kernels, where they apply.
    let winograd: WinogradProducts?

    package init(window: ConvolutionWindow, outputs: Int) {
        self.window = window
        self.outputs = outputs
        vertical = WindowAxis(
            side: window.height, kernel: window.kernel, stride: window.stride, padding: window.padding)
        horizontal = WindowAxis(
            side: window.width, kernel: window.kernel, stride: window.stride, padding: window.padding)
        winograd = WinogradProducts(window: window, outputs: outputs)
    }

    package var weightCount: Int { outputs * window.elements }
    /// Floats at the positions of one image.
    package var positionsCount: Int { window.positions * outputs }

    /// Floating-point operations of one product for one image by its definition, including those with the zeros around the
    /// image. Minimal filtering takes fewer.
    package var operations: Int { 2 * window.positions * window.elements * outputs }

    /// With fewer image channels than this, most of a register would be empty where pixels are a product's columns.
    private static let fewChannels = 8
    var hasFewChannels: Bool { window.channels < Self.fewChannels }

    /// Floats of one image with the zeros that windows reach.
    var borderedImageCount: Int { vertical.borderedSide * horizontal.borderedSide * window.channels }
    /// Floats at one image's positions with the zeros that pixels reach.
    var borderedPositionsCount: Int { borderedHeight * borderedWidth * outputs }
    var borderedHeight: Int { vertical.positions + vertical.positionBorder.before + vertical.positionBorder.after }
    var borderedWidth: Int { horizontal.positions + horizontal.positionBorder.before + horizontal.positionBorder.after }

    // MARK: Scratch memory

    /// The maximum number of floats with a border at a time, unless one image has more: they should stay in the second-level
    /// cache.
    private static let borderedLimit = 64 * 1024

    /// The maximum number of floats that a product copies for one image.
    private var laidOutCount: Int {
        max(borderedImageCount, borderedPositionsCount, hasFewChannels ? window.positions * window.elements : 0)
    }

    /// The number of images that get their border together, or whose tiles are multiplied together.
    private func imagesAtATime(_ images: Int) -> Int {
        max(1, min(images, winograd?.imagesAtATime ?? Self.borderedLimit / laidOutCount))
    }

    /// Calls `body` for runs of images, in order, that go through all products together.
    package func forEachGroup(of images: Int, _ body: (Range<Int>) -> Void) {
        let step = imagesAtATime(images)
        for first in stride(from: 0, to: images, by: step) { body(first..<min(images, first + step)) }
    }

    /// Floats of scratch memory for a product over that many images.
    package func scratchCount(images: Int) -> Int {
        if let winograd {
            return KernelSet.productScratchCount + winograd.scratchCount(images: images)
        }
        let gradient = hasFewChannels ? weightCount : 0
        return KernelSet.productScratchCount + imagesAtATime(images) * laidOutCount + gradient + GRISAILLE_SLACK
    }

    /// Divides scratch memory among the needs of a product.
    func divide(_ scratch: Buffer) -> (product: Buffer, rest: Buffer) {
        let first = KernelSet.productScratchCount
        return (scratch.prefix(first), scratch[first..<scratch.count])
    }

    /// Whether every position reads its own pixel alone. Images and positions are then read in place, as rows of one matrix.
    var isPointwise: Bool { window.kernel == 1 && window.stride == 1 && window.padding == 0 }

    // MARK: Borders

    /// The place of some images with their border: scratch memory, or their own place where they need none.
    func bordered(
        images: Buffer, _ range: Range<Int>, scratch: Buffer, kernels: KernelSet
    ) -> UnsafeMutablePointer<Float> {
        if isPointwise { return images.base + range.lowerBound * window.imageCount }
        addBorder(toImages: images, range, into: scratch, kernels: kernels)
        return scratch.base
    }

    /// The place of some images' positions with their border: scratch memory, or their own place where they need none.
    func bordered(
        positions: Buffer, _ range: Range<Int>, scratch: Buffer, kernels: KernelSet
    ) -> UnsafeMutablePointer<Float> {
        if isPointwise { return positions.base + range.lowerBound * positionsCount }
        addBorder(toPositions: positions, range, into: scratch, kernels: kernels)
        return scratch.base
    }

    private func addBorder(
        toImages images: Buffer, _ range: Range<Int>, into bordered: Buffer, kernels: KernelSet
    ) {
        var border = grisaille_border(
            height: vertical.reachedSide, width: horizontal.reachedSide, channels: window.channels,
            image_width: window.width, top: window.padding, left: window.padding,
            full_height: vertical.borderedSide, full_width: horizontal.borderedSide)
        for (place, image) in range.enumerated() {
            kernels.loops.add_border(
                bordered.base + place * borderedImageCount, images.base + image * window.imageCount, &border)
        }
    }

    private func addBorder(
        toPositions positions: Buffer, _ range: Range<Int>, into bordered: Buffer, kernels: KernelSet
    ) {
        var border = grisaille_border(
            height: vertical.positions, width: horizontal.positions, channels: outputs,
            image_width: horizontal.positions, top: vertical.positionBorder.before,
            left: horizontal.positionBorder.before, full_height: borderedHeight, full_width: borderedWidth)
        for (place, image) in range.enumerated() {
            kernels.loops.add_border(
                bordered.base + place * borderedPositionsCount, positions.base + image * positionsCount, &border)
        }
    }
}
