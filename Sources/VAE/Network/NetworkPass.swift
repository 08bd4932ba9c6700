import Kernels
import Layers

/// The way of a lane's images through a network's stacks.
struct NetworkPass {
    let stacks: StackSet
    let weights: NetworkWeights
    let workspace: LaneWorkspace
    let images: Int
    /// From every image's posterior.
    var draws = 1
    /// Nats below which a group's rate costs nothing.
    var freeNats = 0.0

    /// Draws of all images, those of one image next to each other.
    var rows: Int { images * draws }

    /// The images or the draws, whichever a stack runs once for.
    private func count(_ place: StackSet.Place) -> Int {
        switch place.turn {
        case .image: images
        case .draw: rows
        }
    }

    /// Runs a stack over input `[images or rows, inputCount]`; returns its output, a view into the workspace.
    @discardableResult
    func forward(_ place: StackSet.Place, _ input: Buffer) -> Buffer {
        stacks[place].forward(
            input, images: count(place), weights: weights.stacks[place], workspace: workspace.stacks[place])
    }

    /// What the last run of a stack gave.
    func output(_ place: StackSet.Place) -> Buffer {
        workspace.stacks[place].output(of: stacks[place], images: count(place))
    }

    /// Goes back through the last run of a stack.
    ///
    /// - outputGradient: used up where the stack says so.
    /// - inputGradient: set, unless nobody asks for it.
    func backward(
        _ place: StackSet.Place, _ outputGradient: Buffer, input: Buffer, gradients: NetworkGradients,
        into inputGradient: Buffer?
    ) {
        stacks[place].backward(
            outputGradient, input: input, images: count(place), weights: weights.stacks[place],
            parameters: gradients.stack(place), workspace: workspace.stacks[place], into: inputGradient)
    }

    /// What a draw's rate in one group weighs, once its latents are drawn.
    func rateWeight(row: Int, group: Int) -> Float {
        // The rate of a single draw may be below nothing.
        freeNats > 0 && workspace.groupRates[row * workspace.groupCount + group] < freeNats
            ? 0 : workspace.rateWeights[row]
    }

    /// A draw's share of its image's importance weight.
    func importanceShare(row: Int) -> Double { workspace.importanceShares[row] }

    /// Notes a draw's rate in one group.
    func setRate(_ rate: Double, row: Int, group: Int) {
        workspace.groupRates[row * workspace.groupCount + group] = rate
    }

    /// One of the buffers that the network's structure asked for, `[rows, count]`.
    func buffer(_ index: Int, count: Int) -> Buffer { workspace.buffers[index].prefix(rows * count) }

    /// The same, `[images, count]`.
    func imageBuffer(_ index: Int, count: Int) -> Buffer { workspace.buffers[index].prefix(images * count) }
}
