import GreyImages
import Kernels
import Layers

/// One group of a ladder's latents: prior and posterior given the state of the way down, and what the draw does to it.
///
/// With s = silu(state): the prior's means, log variances and an addend come of s alone; the posterior of s and the
/// evidence, which the image left on the way up. The state becomes block(state + addend + projection(latents)).
///
/// Source: Child, 2021, arXiv:2011.10650, figure 3.
struct LadderGroup: Sendable {
    /// Its place among all groups, from the top.
    let index: Int
    /// Its level's place, counted from the finest.
    let level: Int
    let positions: Int
    /// Latents at every position.
    let channels: Int
    let width: Int
    /// Where its latents begin in a row of all.
    let offset: Int
    /// The first of its columns in the level's evidence.
    let evidenceColumn: Int

    let activation: StackSet.Place  // [positions, width]
    let prior: StackSet.Place  // to [positions, 2 · channels + width]
    let entry: StackSet.Place  // to [positions, width / 2]
    let posterior: StackSet.Place  // [positions, width / 2] to [2, positions, channels]
    let projection: StackSet.Place  // [positions, channels] to [positions, width]
    let block: StackSet.Place

    /// Latents of an image.
    var latentCount: Int { positions * channels }
    var middle: Int { width / 2 }
    /// Columns of the prior's output.
    var priorColumns: Int { 2 * channels + width }

    init(
        _ name: String, index: Int, level: Int, size: ImageSize, channels: Int, width: Int, offset: Int,
        evidenceColumn: Int, stacks: inout StackSet, in layout: inout ParameterLayout
    ) {
        self.index = index
        self.level = level
        self.channels = channels
        self.width = width
        self.offset = offset
        self.evidenceColumn = evidenceColumn
        let positions = size.pixelCount
        self.positions = positions
        let middle = width / 2
        activation = stacks.add(LayerStack([Nonlinearity(.silu, count: positions * width)]), .draw)
        prior = stacks.add(
            LayerStack { stack in
                stack.addPointwise(name + ".prior1", size: size, from: width, to: middle, in: &layout)
                stack.addBottleneckEnd(
                    name + ".prior", size: size, middle: middle, outputs: 2 * channels + width, initialScale: 0.03,
                    in: &layout)
            }, .draw)
        entry = stacks.add(
            LayerStack { $0.addPointwise(name + ".posterior1", size: size, from: width, to: middle, in: &layout) },
            .draw)
        posterior = stacks.add(
            LayerStack { stack in
                stack.addBottleneckEnd(
                    name + ".posterior", size: size, middle: middle, outputs: 2 * channels, initialScale: 0.1,
                    in: &layout)
                stack.add(ChannelSplit(positions: positions, channels: channels))
            }, .draw)
        projection = stacks.add(
            LayerStack { $0.addPointwise(name + ".projection", size: size, from: channels, to: width, in: &layout) },
            .draw)
        precondition(!stacks[projection].changesOutputGradient, "the sum's gradient is wanted after the projection's")
        block = stacks.add(
            LayerStack { $0.addBottleneckBlock(name + ".block", size: size, width: width, in: &layout) }, .draw)
    }

    // MARK: The prior's output

    /// Parts the prior's statistics, `[rows, 2, positions, channels]`, from its output.
    func copyStatistics(of output: Buffer, rows: Int, into statistics: Buffer) {
        for part in 0..<2 * rows {
            let row = part / 2 * positions * priorColumns + part % 2 * channels
            KernelSet.current.copyRows(
                positions, columns: channels, of: output[row..<output.count], pitch: priorColumns,
                into: statistics[row: part, of: latentCount], pitch: channels)
        }
    }

    /// Sets the gradient of the prior's output from those of the statistics and of the addend.
    func joinGradients(statistics: Buffer, addend: Buffer, rows: Int, into output: Buffer) {
        for part in 0..<2 * rows {
            let row = part / 2 * positions * priorColumns + part % 2 * channels
            KernelSet.current.copyRows(
                positions, columns: channels, of: statistics[row: part, of: latentCount], pitch: channels,
                into: output[row..<output.count], pitch: priorColumns)
        }
        KernelSet.current.copyRows(
            rows * positions, columns: width, of: addend, pitch: width,
            into: output[2 * channels..<output.count], pitch: priorColumns)
    }

    /// Adds the prior's addend to a state.
    func addAddend(of output: Buffer, rows: Int, to state: Buffer) {
        KernelSet.current.addRows(
            rows * positions, columns: width, of: output[2 * channels..<output.count], pitch: priorColumns,
            to: state, pitch: width)
    }
}
