import GreyImages
import Kernels
import Layers

/// One group of a ladder's latents: its prior and posterior given the state of the top-down path, and the effect of the
/// draw on that state.
///
/// With s = silu(state), the prior's means, log variances and an addend depend on s alone; the posterior depends on s and
/// on the evidence that the image left on the bottom-up path. The new state is block(state + addend + projection(latents)).
///
/// Source: Child, 2021, arXiv:2011.10650, figure 3.
struct LadderGroup: Sendable {
    let shape: LadderGroupShape

    let activation: StackSet.Place  // [positions, width]
    let prior: StackSet.Place  // to [positions, 2 · channels + width]
    let entry: StackSet.Place  // to [positions, width / 2]
    let posterior: StackSet.Place  // [positions, width / 2] to [2, positions, channels]
    let projection: StackSet.Place  // [positions, channels] to [positions, width]
    let block: StackSet.Place

    var latentCount: Int { shape.latentCount }

    init(_ name: String, _ shape: LadderGroupShape, stacks: inout StackSet, in layout: inout ParameterLayout) {
        self.shape = shape
        let (size, channels, width, middle) = (shape.size, shape.channels, shape.width, shape.middle)
        activation = stacks.add(LayerStack([Nonlinearity(.silu, count: size.pixelCount * width)]), .draws)
        prior = stacks.add(
            LayerStack { stack in
                stack.addPointwise(name + ".prior1", size: size, from: width, to: middle, in: &layout)
                stack.addBottleneckEnd(
                    name + ".prior", Bottleneck(size: size, middle: middle, outputs: shape.priorColumns),
                    initialScale: 0.03, in: &layout)
            }, .draws)
        entry = stacks.add(
            LayerStack { $0.addPointwise(name + ".posterior1", size: size, from: width, to: middle, in: &layout) },
            .draws)
        posterior = stacks.add(
            LayerStack { stack in
                stack.addBottleneckEnd(
                    name + ".posterior", Bottleneck(size: size, middle: middle, outputs: 2 * channels),
                    initialScale: 0.1, in: &layout)
                stack.add(ChannelSplit(positions: size.pixelCount, channels: channels))
            }, .draws)
        projection = stacks.add(
            LayerStack { $0.addPointwise(name + ".projection", size: size, from: channels, to: width, in: &layout) },
            .draws)
        precondition(!stacks[projection].changesOutputGradient, "the sum's gradient is needed after the projection's")
        block = stacks.add(
            LayerStack { $0.addBottleneckBlock(name + ".block", size: size, width: width, in: &layout) }, .draws)
    }

    // MARK: The prior's output

    /// Copies the prior's statistics, `[rows, 2, positions, channels]`, out of its output.
    func copyStatistics(of output: Buffer, rows: Int, into statistics: Buffer) {
        for part in 0..<2 * rows {
            KernelSet.current.copyRows(
                shape.positions, columns: shape.channels, of: self.part(part, of: output), pitch: shape.priorColumns,
                into: statistics[row: part, of: latentCount], pitch: shape.channels)
        }
    }

    /// Sets the gradient of the prior's output from those of the statistics and of the addend.
    func joinGradients(statistics: Buffer, addend: Buffer, rows: Int, into output: Buffer) {
        for part in 0..<2 * rows {
            KernelSet.current.copyRows(
                shape.positions, columns: shape.channels, of: statistics[row: part, of: latentCount],
                pitch: shape.channels, into: self.part(part, of: output), pitch: shape.priorColumns)
        }
        KernelSet.current.copyRows(
            rows * shape.positions, columns: shape.width, of: addend, pitch: shape.width,
            into: output[2 * shape.channels..<output.count], pitch: shape.priorColumns)
    }

    /// Adds the prior's addend to a state.
    func addAddend(of output: Buffer, rows: Int, to state: Buffer) {
        KernelSet.current.addRows(
            rows * shape.positions, columns: shape.width, of: output[2 * shape.channels..<output.count],
            pitch: shape.priorColumns, to: state, pitch: shape.width)
    }

    /// The means or the log variances of a row in the prior's output, from their first element on.
    private func part(_ part: Int, of output: Buffer) -> Buffer {
        let first = part / 2 * shape.positions * shape.priorColumns + part % 2 * shape.channels
        return output[first..<output.count]
    }

    // MARK: The evidence

    /// The group's columns in an image's evidence or its gradient, `[images, positions, evidenceColumns]`.
    func evidence(in evidence: Buffer, image: Int, _ level: LadderLevel) -> Buffer {
        let count = level.positions * level.evidenceColumns
        return evidence[image * count + shape.evidenceColumn..<(image + 1) * count]
    }
}
