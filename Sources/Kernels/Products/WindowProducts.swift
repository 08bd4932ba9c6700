import CKernels

/// The three products of a convolution between images `[height, width, channels]` and what stands at the window's
/// positions, `[positions, outputs]`, with weights `[outputs, kernel, kernel, channels]`.
///
/// `gather` is a convolution and a transposed convolution's input gradient; `spread` is a transposed convolution and a
/// convolution's input gradient; both have the same weight gradient. None lays windows out, few channels aside: rows
/// of zeros go around the images, and the tiles then read windows where they lie. Kernels of 3 × 3 and stride 1 are
/// multiplied by `WinogradProducts`. Weights are read in panels, laid out anew whenever they change.
///
/// An element of a result is summed in the order of its depth whatever is computed beside it, so an image's results
/// have the same bits in any batch.
public struct WindowProducts: Sendable, Hashable {
    public let window: ConvolutionWindow
    /// Channels at the positions.
    public let outputs: Int
    let vertical: WindowAxis
    let horizontal: WindowAxis
    /// The faster products, where there are any.
    let winograd: WinogradProducts?

    public init(window: ConvolutionWindow, outputs: Int) {
        self.window = window
        self.outputs = outputs
        vertical = WindowAxis(
            side: window.height, kernel: window.kernel, stride: window.stride, padding: window.padding)
        horizontal = WindowAxis(
            side: window.width, kernel: window.kernel, stride: window.stride, padding: window.padding)
        winograd = WinogradProducts(window: window, outputs: outputs)
    }

    public var weightCount: Int { outputs * window.elements }
    /// Elements at the positions of one image.
    public var positionsCount: Int { window.positions * outputs }

    /// Floating-point operations of one product for one image as its definition has them, those with the zeros around it
    /// counted too; minimal filtering takes fewer.
    public var operations: Int { 2 * window.positions * window.elements * outputs }

    /// Fewer image channels than this leave most of a register empty where pixels are a product's columns.
    private static let fewChannels = 8
    var hasFewChannels: Bool { window.channels < Self.fewChannels }

    /// Floats of one image with the zeros that windows reach into.
    var borderedImageCount: Int { vertical.borderedSide * horizontal.borderedSide * window.channels }
    /// Floats at one image's positions with the zeros that pixels reach into.
    var borderedPositionsCount: Int { borderedHeight * borderedWidth * outputs }
    var borderedHeight: Int { vertical.positions + vertical.positionBorder.before + vertical.positionBorder.after }
    var borderedWidth: Int { horizontal.positions + horizontal.positionBorder.before + horizontal.positionBorder.after }

    // MARK: Scratch memory

    /// Floats that stand with a border at a time, unless one image has more: they should stay in the second-level
    /// cache.
    private static let borderedLimit = 64 * 1024

    /// The floats laid out for one image, by whichever product lays out the most.
    private var laidOutCount: Int {
        max(borderedImageCount, borderedPositionsCount, hasFewChannels ? window.positions * window.elements : 0)
    }

    /// Images that are given their border together.
    private func imagesAtATime(_ images: Int) -> Int { max(1, min(images, Self.borderedLimit / laidOutCount)) }

    /// Calls `body` for runs of images, in order, each of which is given its border together.
    public func forEachGroup(of images: Int, _ body: (Range<Int>) -> Void) {
        let step = imagesAtATime(images)
        for first in stride(from: 0, to: images, by: step) { body(first..<min(images, first + step)) }
    }

    /// Floats of scratch memory for a product over that many images.
    public func scratchCount(images: Int) -> Int {
        if let winograd {
            return KernelSet.productScratchCount + winograd.scratchCount(images: images)
        }
        let gradient = hasFewChannels ? weightCount : 0
        return KernelSet.productScratchCount + imagesAtATime(images) * laidOutCount + gradient + GRISAILLE_SLACK
    }

    /// Scratch memory divided among what a product needs.
    func divide(_ scratch: Buffer) -> (product: Buffer, rest: Buffer) {
        let first = KernelSet.productScratchCount
        return (scratch.prefix(first), scratch[first..<scratch.count])
    }

    /// Whether every position sees its own pixel alone: images and positions are then read where they lie, as rows of
    /// one matrix.
    var isPointwise: Bool { window.kernel == 1 && window.stride == 1 && window.padding == 0 }

    // MARK: Borders

    /// Where some images stand with their border: in scratch memory, or where they are when they need none.
    func bordered(
        images: Buffer, _ range: Range<Int>, scratch: Buffer, kernels: KernelSet
    ) -> UnsafeMutablePointer<Float> {
        if isPointwise { return images.base + range.lowerBound * window.imageCount }
        addBorder(toImages: images, range, into: scratch, kernels: kernels)
        return scratch.base
    }

    /// The same of positions.
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
