import Kernels
import Layers

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
public struct BatchRecord: Sendable {
    let stacks: [StackRecord]
    private let turns: [StackSet.Turn]
    private let draws: Int
    /// The first of every stack's finishing parts, and their number at last.
    private let firstParts: [Int]
    private let vamp: (network: FlatNetwork, pseudoInputs: PseudoInputs)?
    private let components: PseudoInputRecord?

    /// - batch: the most images.
    /// - draws: of every image's latent.
    /// - lanes: the most of a batch whose encoder is trained.
    public init(_ network: VariationalAutoencoder, batch: Int, draws: Int = 1, lanes: Int = 0) {
        let vamp = lanes > 0 ? network.vamp : nil
        let turns = network.stacks.turns
        stacks = zip(network.stacks.stacks, turns).map { stack, turn in
            // The pseudo-inputs stand behind the images.
            StackRecord(stack, batch: turn == .image ? batch + (vamp?.pseudoInputs.count ?? 0) : batch * draws)
        }
        firstParts = stacks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.partCount) }
        components = vamp.map {
            PseudoInputRecord($0.pseudoInputs, latentCount: $0.network.latentCount, lanes: lanes)
        }
        (self.vamp, self.turns, self.draws) = (vamp, turns, draws)
    }

    /// Where an image's rows of a stack begin.
    func first(of turn: StackSet.Turn, image: Int) -> Int { turn == .image ? image : image * draws }

    /// What a lane adds the gradients of the prior's components to, set to zero.
    func clearedComponents(lane: Int) -> Buffer? {
        components?.lanes[lane].fill(0)
        return components?.lanes[lane]
    }

    /// The chunks, of any order, in which `finishPrior` goes back to the pseudo-inputs once the lanes are done.
    public var priorChunks: Int { components == nil ? 0 : PseudoInputs.chunkCount }

    /// Goes back through one chunk of the pseudo-inputs.
    ///
    /// - images, lanes: those of the batch.
    /// - lane: an arena that no other chunk adds to.
    /// - total: where the pseudo-inputs' gradient is set.
    public func finishPrior(
        chunk: Int, images: Int, lanes: Int, weights: NetworkWeights, lane: Arena, total: Arena
    ) {
        guard let (flat, pseudoInputs) = vamp, let components, let posteriors = weights.pseudoPosteriors else { return }
        components.finish(
            chunk: chunk, laneCount: lanes, posteriors: posteriors, encoder: flat.encoder.stack,
            weights: weights.stacks[flat.encoderPlace], parameters: weights.parameters,
            gradients: StackGradients(
                lane: lane, record: stacks[flat.encoderPlace],
                firstImage: images + pseudoInputs.chunk(chunk).lowerBound),
            total: total)
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { firstParts[firstParts.count - 1] }

    /// Computes one part of the gradients that no lane has added up, once the prior is done.
    public func finish(part: Int, images: Int, workspace: LaneWorkspace, into gradients: Arena) {
        var stack = 0
        while firstParts[stack + 1] <= part { stack += 1 }
        let count =
            turns[stack] == .image ? images + (vamp?.pseudoInputs.count ?? 0) : images * draws
        stacks[stack].finish(
            part: part - firstParts[stack], images: count, workspace: workspace.stacks[stack], into: gradients)
    }
}
