import CKernels

/// The products of attention among the positions of an image, head by head.
///
/// Queries, keys and values are read in place, side by side at each position. Keys, and values in the backward pass, are
/// packed into panels where they are a transposed right side. Probabilities `[positions, positions]` are computed for some
/// queries at a time, so that scratch memory grows with the positions and not with their square.
///
/// Each image and head is computed separately, so an image's results have the same bits in any batch.
package struct AttentionProducts: Sendable, Hashable {
    package let positions: Int
    package let channels: Int
    package let heads: Int

    package init(positions: Int, channels: Int, heads: Int) {
        precondition(positions > 0 && channels > 0, "an image has elements")
        precondition(heads > 0 && channels % heads == 0, "heads have as many channels each")
        self.positions = positions
        self.channels = channels
        self.heads = heads
    }

    /// Floats of one image's queries, keys and values.
    package var inputCount: Int { 3 * outputCount }
    package var outputCount: Int { positions * channels }
    /// Floating-point operations of the forward products for one image.
    package var operations: Int { 4 * positions * positions * channels }

    /// Channels per head.
    private var width: Int { channels / heads }
    /// Floats from one position's queries to those of the next.
    private var pitch: Int { 3 * channels }
    private var scale: Float { 1 / Float(width).squareRoot() }

    // MARK: Scratch memory

    /// The maximum number of probabilities computed at a time, unless one query has more.
    private static let probabilitiesAtATime = 64 * 1024

    private var queriesAtATime: Int { max(1, min(positions, Self.probabilitiesAtATime / positions)) }

    private func panelCount(_ kernels: KernelSet) -> Int { kernels.loops.panels_count(width, positions) }

    /// Floats of scratch memory for a pass over any number of images.
    package func scratchCount(kernels: KernelSet = .current) -> Int {
        KernelSet.productScratchCount + 2 * panelCount(kernels) + 2 * queriesAtATime * positions
    }

    /// Divides scratch memory among the needs of the products.
    private struct Parts {
        let product, keys, values, probabilities, gradient: Buffer
    }

    private func divide(_ scratch: Buffer, _ kernels: KernelSet) -> Parts {
        precondition(scratch.count >= scratchCount(kernels: kernels), "the products have room")
        let (panels, probabilities) = (panelCount(kernels), queriesAtATime * positions)
        let keys = KernelSet.productScratchCount
        let values = keys + panels
        let first = values + panels
        let second = first + probabilities
        return Parts(
            product: scratch.prefix(keys), keys: scratch[keys..<values], values: scratch[values..<first],
            probabilities: scratch[first..<second], gradient: scratch[second..<second + probabilities])
    }

    // MARK: Passes

    /// Computes the output.
    ///
    /// - Parameters:
    ///   - input: `[images, positions, 3, channels]`.
    ///   - scratch: `scratchCount()` floats.
    ///   - output: `[images, positions, channels]`.
    package func forward(
        _ input: Buffer, images: Int, scratch: Buffer, into output: Buffer, kernels: KernelSet = .current
    ) {
        precondition(input.count >= images * inputCount && output.count >= images * outputCount, "whole images")
        let parts = divide(scratch, kernels)
        for image in 0..<images {
            for head in 0..<heads {
                let queries = image * inputCount + head * width
                let values = queries + 2 * channels
                packTransposed(input, from: queries + channels, into: parts.keys, kernels)
                for first in stride(from: 0, to: positions, by: queriesAtATime) {
                    let count = min(queriesAtATime, positions - first)
                    makeProbabilities(input, from: queries + first * pitch, count: count, parts, kernels)
                    // [count, width] = [count, positions] · [positions, width]
                    var product = grisaille_product()
                    product.setRows((1, 1, count), left: (0, 0, positions), output: (0, 0, channels))
                    product.setDepth((1, 1, positions), left: (0, 0, 1))
                    product.setOperands(
                        left: parts.probabilities.base, right: input.base + values, rightDepth: (0, 0, pitch),
                        columns: width, output: output.base + image * outputCount + first * channels + head * width)
                    kernels.run(&product, scratch: parts.product)
                }
            }
        }
    }

    /// Computes the input's gradient.
    ///
    /// - Parameters:
    ///   - outputGradient: `[images, positions, channels]`.
    ///   - input: `[images, positions, 3, channels]`.
    ///   - scratch: `scratchCount()` floats.
    ///   - inputGradient: `[images, positions, 3, channels]`.
    package func gradient(
        _ outputGradient: Buffer, input: Buffer, images: Int, scratch: Buffer, into inputGradient: Buffer,
        kernels: KernelSet = .current
    ) {
        precondition(input.count >= images * inputCount && inputGradient.count >= images * inputCount, "whole images")
        precondition(outputGradient.count >= images * outputCount, "whole images")
        let parts = divide(scratch, kernels)
        for image in 0..<images {
            for head in 0..<heads {
                let queries = image * inputCount + head * width
                let keys = queries + channels
                let values = keys + channels
                packTransposed(input, from: keys, into: parts.keys, kernels)
                packTransposed(input, from: values, into: parts.values, kernels)
                for first in stride(from: 0, to: positions, by: queriesAtATime) {
                    let count = min(queriesAtATime, positions - first)
                    let firstQuery = queries + first * pitch
                    let outputs = outputGradient.base + image * outputCount + first * channels + head * width
                    makeProbabilities(input, from: firstQuery, count: count, parts, kernels)
                    addTransposed(
                        parts.probabilities, outputs, pitch: channels, count: count, isFirst: first == 0, parts,
                        to: inputGradient.base + values, kernels)

                    // [count, positions] = [count, width] · [width, positions]
                    var product = grisaille_product()
                    product.setRows((1, 1, count), left: (0, 0, channels), output: (0, 0, positions))
                    product.setDepth((1, 1, width), left: (0, 0, 1))
                    product.setOperands(
                        left: outputs, panels: parts.values.base, columns: positions, output: parts.gradient.base)
                    kernels.run(&product, scratch: parts.product)
                    kernels.loops.softmax_gradient(
                        parts.gradient.base, parts.probabilities.base, scale, count, positions)

                    // [count, width] = [count, positions] · [positions, width]
                    product = grisaille_product()
                    product.setRows((1, 1, count), left: (0, 0, positions), output: (0, 0, pitch))
                    product.setDepth((1, 1, positions), left: (0, 0, 1))
                    product.setOperands(
                        left: parts.gradient.base, right: input.base + keys, rightDepth: (0, 0, pitch),
                        columns: width, output: inputGradient.base + firstQuery)
                    kernels.run(&product, scratch: parts.product)
                    addTransposed(
                        parts.gradient, input.base + firstQuery, pitch: pitch, count: count, isFirst: first == 0,
                        parts, to: inputGradient.base + keys, kernels)
                }
            }
        }
    }

    /// A head's keys or values as the right side `[width, positions]`.
    private func packTransposed(_ input: Buffer, from offset: Int, into panels: Buffer, _ kernels: KernelSet) {
        kernels.pack(
            input, from: offset, depth: (1, 1, width), strides: (0, 0, 1), columns: positions, columnStride: pitch,
            into: panels)
    }

    /// The probabilities of some queries over the positions: `[count, positions]`, rows that sum to one.
    private func makeProbabilities(
        _ input: Buffer, from offset: Int, count: Int, _ parts: Parts, _ kernels: KernelSet
    ) {
        // [count, positions] = [count, width] · [width, positions]
        var product = grisaille_product()
        product.setRows((1, 1, count), left: (0, 0, pitch), output: (0, 0, positions))
        product.setDepth((1, 1, width), left: (0, 0, 1))
        product.setOperands(
            left: input.base + offset, panels: parts.keys.base, columns: positions, output: parts.probabilities.base)
        kernels.run(&product, scratch: parts.product)
        kernels.loops.softmax(parts.probabilities.base, scale, count, positions)
    }

    /// Adds to the gradient of keys or values; the first queries set it.
    ///
    /// - Parameters:
    ///   - left: `[count, positions]`.
    ///   - right: `[count, width]`, with rows `pitch` apart.
    private func addTransposed(
        _ left: Buffer, _ right: UnsafeMutablePointer<Float>, pitch rightPitch: Int, count: Int, isFirst: Bool,
        _ parts: Parts, to gradient: UnsafeMutablePointer<Float>, _ kernels: KernelSet
    ) {
        // [positions, width] = [positions, count] · [count, width]
        var product = grisaille_product()
        product.setRows((1, 1, positions), left: (0, 0, 1), output: (0, 0, pitch))
        product.setDepth((1, 1, count), left: (0, 0, positions))
        product.setOperands(
            left: left.base, right: right, rightDepth: (0, 0, rightPitch), columns: width, output: gradient)
        product.accumulate = !isFirst
        kernels.run(&product, scratch: parts.product)
    }
}
