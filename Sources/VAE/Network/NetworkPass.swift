import Kernels
import Layers

/// A pass of a lane's images, which stand in its workspace, through a network's stacks.
package struct NetworkPass: Sendable {
    private var stacks: StackSetPass
    let weights: NetworkWeights
    let workspace: LaneWorkspace
    /// Nats below which a group's rate costs nothing.
    var freeNats = 0.0

    init(_ network: VariationalAutoencoder, images: Int, weights: NetworkWeights, workspace: LaneWorkspace) {
        stacks = StackSetPass(
            network.stacks, images: images, weights: weights.stacks, workspace: workspace.stacks)
        self.weights = weights
        self.workspace = workspace
    }

    var images: Int { stacks.images }

    /// Draws from every image's posterior.
    var draws: Int {
        get { stacks.draws }
        set { stacks.draws = newValue }
    }

    /// The draws of all images, those of one image next to each other.
    var rows: Int { stacks.rows }

    // MARK: Stacks

    /// Runs a stack over its input `[images or rows, inputCount]` and returns the output, a view into the workspace.
    @discardableResult
    func forward(_ place: StackSet.Place, _ input: Buffer) -> Buffer { stacks.forward(place, input) }

    /// The output of a stack's last forward pass.
    func output(_ place: StackSet.Place) -> Buffer { stacks.output(place) }

    /// Runs the backward pass of a stack's last forward pass.
    ///
    /// - Parameters:
    ///   - outputGradient: Changed where the stack says so.
    ///   - gradients: Where the gradients of parameters go; nil to compute the input's gradient alone.
    ///   - inputGradient: nil where it is not needed.
    func backward(
        _ place: StackSet.Place, _ outputGradient: Buffer, input: Buffer, gradients: NetworkGradients?,
        into inputGradient: Buffer?
    ) {
        stacks.backward(place, outputGradient, input: input, gradients: gradients?.stacks, into: inputGradient)
    }

    /// Adds the gradients of a few layers' parameters to a lane's arena.
    func addGradients(
        _ place: StackSet.Place, ofLayers range: ClosedRange<Int>, _ outputGradient: Buffer, to lane: Arena
    ) {
        stacks.addGradients(place, ofLayers: range, outputGradient, to: lane)
    }

    // MARK: Rates

    /// The weight of a draw's rate in one group, once its latents are drawn.
    func rateWeight(row: Int, group: Int) -> Float {
        // The rate of a single draw may be negative.
        freeNats > 0 && workspace.groupRates[row * workspace.groupCount + group] < freeNats
            ? 0 : workspace.rateWeights[row]
    }

    /// A draw's share of its image's importance weight.
    func importanceShare(row: Int) -> Double { workspace.importanceShares[row] }

    /// Notes a draw's rate in one group.
    func setRate(_ rate: Double, row: Int, group: Int) {
        workspace.groupRates[row * workspace.groupCount + group] = rate
    }

    // MARK: Buffers

    /// One of the buffers that the network's structure asked for, `[rows, count]`.
    func buffer(_ index: Int, count: Int) -> Buffer { workspace.buffers[index].prefix(rows * count) }

    /// One of the buffers that the network's structure asked for, `[images, count]`.
    func imageBuffer(_ index: Int, count: Int) -> Buffer { workspace.buffers[index].prefix(images * count) }
}
