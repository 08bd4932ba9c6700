import CKernels

/// The products of a 3 × 3 convolution by minimal filtering, F(4 × 4, 3 × 3). Windows of 6 × 6 pixels and kernels are
/// transformed to 36 planes each; their products take 36 multiplications for 16 pixels and not 144. An element's error is
/// three to four times that of the plain sum.
///
/// `spread` is `gather` with the kernel rotated by 180 degrees.
///
/// Source: Lavin & Gray, 2016, arXiv:1509.09308.
struct WinogradProducts: Sendable, Hashable {
    let height: Int
    let width: Int
    /// Channels of the image.
    let channels: Int
    /// Channels at the positions.
    let outputs: Int

    /// With fewer channels, the transforms take longer than they save.
    private static let fewestChannels = 8
    /// In smaller images most of a tile lies outside.
    private static let smallestSide = 5

    /// Nil for windows for which the other products are faster.
    init?(window: ConvolutionWindow, outputs: Int) {
        guard window.kernel == 3, window.stride == 1, window.padding == 1 else { return nil }
        guard min(window.channels, outputs) >= Self.fewestChannels else { return nil }
        guard min(window.height, window.width) >= Self.smallestSide else { return nil }
        height = window.height
        width = window.width
        channels = window.channels
        self.outputs = outputs
    }

    private static let planes = GRISAILLE_WINOGRAD_PLANES
    private static let taps = 9

    /// The number of tiles of 4 × 4 pixels that cover an image.
    private var tiles: Int { (height + 3) / 4 * ((width + 3) / 4) }

    private func channels(before direction: WindowDirection) -> Int { direction == .gather ? channels : outputs }
    private func channels(after direction: WindowDirection) -> Int { channels(before: direction.adjoint) }

    // MARK: Scratch memory

    /// Floats of both factors' planes at a time, which should stay in the second-level cache.
    private static let planesLimit = 64 * 1024
    /// The minimum number of tiles that are multiplied at a time, which is a multiple of it: the rows of a product.
    private static let tilesTogether = 14

    /// Floats of all planes of the weights up to which they stay in the second-level cache. Larger ones are read again for
    /// every product, and their gradient is read and written, so more tiles are multiplied at a time.
    private static let weightsLimit = 256 * 1024
    private static let tilesWithLargeWeights = 64

    private var mostTilesAtATime: Int {
        let fitting = Self.planesLimit / (Self.planes * (channels + outputs))
        let few = max(1, fitting / Self.tilesTogether) * Self.tilesTogether
        return Self.planes * channels * outputs > Self.weightsLimit ? max(few, Self.tilesWithLargeWeights) : few
    }

    private func tilesAtATime(images: Int) -> Int { min(images * tiles, mostTilesAtATime) }

    /// The number of images whose tiles are multiplied together.
    var imagesAtATime: Int { max(1, mostTilesAtATime / tiles) }

    /// Floats of one plane: an odd number of whole cache lines, so that the same place in different planes falls into
    /// different sets of the cache.
    private func planeCount(rows: Int, channels: Int) -> Int {
        (rows * channels + GRISAILLE_SLACK + 31) / 32 * 32 + 16
    }

    /// Floats of scratch memory for a product over that many images.
    func scratchCount(images: Int) -> Int {
        let rows = tilesAtATime(images: images)
        return Self.planes
            * (planeCount(rows: rows, channels: channels) + planeCount(rows: rows, channels: outputs)
                + planeCount(rows: outputs, channels: channels))
    }

    /// The parts of scratch memory.
    private struct Parts {
        let channelPlanes, outputPlanes, gradientPlanes: UnsafeMutablePointer<Float>
        /// Floats of a plane of each factor.
        let channelPlane, outputPlane, gradientPlane: Int
    }

    private func divide(_ scratch: Buffer, images: Int) -> Parts {
        precondition(scratch.count >= scratchCount(images: images), "the products have room")
        let rows = tilesAtATime(images: images)
        let channelPlane = planeCount(rows: rows, channels: channels)
        let outputPlane = planeCount(rows: rows, channels: outputs)
        let gradientPlane = planeCount(rows: outputs, channels: channels)
        let outputPlanes = scratch.base + Self.planes * channelPlane
        return Parts(
            channelPlanes: scratch.base, outputPlanes: outputPlanes,
            gradientPlanes: outputPlanes + Self.planes * outputPlane, channelPlane: channelPlane,
            outputPlane: outputPlane, gradientPlane: gradientPlane)
    }

    // MARK: Panels

    private func planePanelCount(_ direction: WindowDirection, _ kernels: KernelSet) -> Int {
        kernels.loops.panels_count(channels(before: direction), channels(after: direction))
    }

    func panelCount(_ direction: WindowDirection, kernels: KernelSet) -> Int {
        Self.planes * planePanelCount(direction, kernels)
    }

    /// weights: `[outputs, 3, 3, channels]`.
    func pack(_ weights: Buffer, for direction: WindowDirection, into panels: Buffer, kernels: KernelSet) {
        precondition(panels.count >= panelCount(direction, kernels: kernels))
        let ofOutputs = Self.taps * channels
        var packed = grisaille_winograd_kernels()
        packed.depth = channels(before: direction)
        packed.columns = channels(after: direction)
        switch direction {
        case .gather:
            packed.source = UnsafePointer(weights.base)
            packed.depth_stride = 1
            packed.column_stride = ofOutputs
            packed.tap_stride = channels
        case .spread:
            packed.source = UnsafePointer(weights.base + ofOutputs - channels)
            packed.depth_stride = ofOutputs
            packed.column_stride = 1
            packed.tap_stride = -channels
        }
        kernels.loops.winograd_pack(panels.base, &packed)
    }

    // MARK: Products

    /// `output = activation(product(input) + bias)`.
    ///
    /// product: `KernelSet.productScratchCount` floats; scratch: `scratchCount(images: count)` floats.
    func apply(
        _ direction: WindowDirection, to input: Buffer, count: Int, panels: Buffer, bias: Buffer?, relu: Bool,
        product: Buffer, scratch: Buffer, into output: Buffer, kernels: KernelSet
    ) {
        let parts = divide(scratch, images: count)
        let (before, after) = (channels(before: direction), channels(after: direction))
        let (left, leftPlane, right, rightPlane) =
            direction == .gather
            ? (parts.channelPlanes, parts.channelPlane, parts.outputPlanes, parts.outputPlane)
            : (parts.outputPlanes, parts.outputPlane, parts.channelPlanes, parts.channelPlane)
        let panelCount = planePanelCount(direction, kernels)
        forEachRun(of: count) { first, count in
            var windows = run(first, count, channels: before, plane: leftPlane)
            kernels.loops.winograd_windows(left, input.base, &windows)
            for plane in 0..<Self.planes {
                // [count, after] = [count, before] · [before, after]
                var one = grisaille_product()
                one.setRows((1, 1, count), left: (0, 0, before), output: (0, 0, after))
                one.setDepth((1, 1, before), left: (0, 0, 1))
                one.setOperands(
                    left: left + plane * leftPlane, panels: panels.base + plane * panelCount, columns: after,
                    output: right + plane * rightPlane)
                if plane + 1 < Self.planes {
                    one.setNext(
                        left: left + (plane + 1) * leftPlane, count: count * before,
                        right: panels.base + (plane + 1) * panelCount, count: panelCount)
                }
                kernels.run(&one, scratch: product)
            }
            var outputs = run(first, count, channels: after, plane: rightPlane)
            kernels.loops.winograd_outputs(output.base, right, bias?.base, relu, &outputs)
        }
    }

    /// Adds the weights' gradient.
    ///
    /// positions: `[count, height, width, outputs]`; images: `[count, height, width, channels]`; product:
    /// `KernelSet.productScratchCount` floats; scratch: `scratchCount(images: count)` floats.
    func addWeightGradient(
        positions: Buffer, images: Buffer, count: Int, product: Buffer, scratch: Buffer, to gradient: Buffer,
        kernels: KernelSet
    ) {
        let parts = divide(scratch, images: count)
        forEachRun(of: count) { first, count in
            var windows = run(first, count, channels: channels, plane: parts.channelPlane)
            kernels.loops.winograd_windows(parts.channelPlanes, images.base, &windows)
            var gradients = run(first, count, channels: outputs, plane: parts.outputPlane)
            kernels.loops.winograd_output_gradients(parts.outputPlanes, positions.base, &gradients)
            for plane in 0..<Self.planes {
                // [outputs, channels] += [outputs, count] · [count, channels]
                var one = grisaille_product()
                one.setRows((1, 1, outputs), left: (0, 0, 1), output: (0, 0, channels))
                one.setDepth((1, 1, count), left: (0, 0, outputs))
                one.setOperands(
                    left: parts.outputPlanes + plane * parts.outputPlane,
                    right: parts.channelPlanes + plane * parts.channelPlane, rightDepth: (0, 0, channels),
                    columns: channels, output: parts.gradientPlanes + plane * parts.gradientPlane)
                one.accumulate = first > 0
                if plane + 1 < Self.planes {
                    one.setNext(
                        left: parts.outputPlanes + (plane + 1) * parts.outputPlane, count: count * outputs,
                        right: parts.channelPlanes + (plane + 1) * parts.channelPlane, count: count * channels)
                }
                kernels.run(&one, scratch: product)
            }
        }
        kernels.loops.winograd_add_weight_gradients(
            gradient.base, parts.gradientPlanes, parts.gradientPlane, outputs, channels)
    }

    /// Calls `body` for runs of tiles of the images.
    private func forEachRun(of images: Int, _ body: (_ first: Int, _ count: Int) -> Void) {
        let step = tilesAtATime(images: images)
        for first in stride(from: 0, to: images * tiles, by: step) { body(first, min(step, images * tiles - first)) }
    }

    private func run(_ first: Int, _ count: Int, channels: Int, plane: Int) -> grisaille_winograd {
        grisaille_winograd(
            height: height, width: width, channels: channels, first: first, count: count, plane: plane)
    }
}
