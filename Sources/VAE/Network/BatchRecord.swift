import Kernels
import Layers

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
package struct BatchRecord: Sendable {
    private let stacks: StackSetRecord
    private let vamp: (network: FlatNetwork, pseudoInputs: PseudoInputs)?
    private let components: PseudoInputRecord?

    /// - Parameters:
    ///   - cut: How batches are cut into lanes.
    ///   - draws: The number of draws of each image that have a gradient.
    ///   - trainsPrior: Whether pseudo-inputs are trained too, where the network has any.
    package init(_ network: VariationalAutoencoder, cut: LaneCut, draws: Int = 1, trainsPrior: Bool) {
        vamp = trainsPrior ? network.vamp : nil
        // The pseudo-inputs' rows stand behind those of the images.
        let chunks = vamp.map { vamp in (0..<PseudoInputs.chunkCount).map(vamp.pseudoInputs.chunk) }
        stacks = StackSetRecord(network.stacks, cut: cut, draws: draws, extraRows: chunks ?? [])
        components = vamp.map {
            PseudoInputRecord($0.pseudoInputs, latentCount: $0.network.latentCount, lanes: cut.count)
        }
    }

    /// Where the backward pass of one lane leaves what concerns the parameters. The lane's gradients of the prior's
    /// components are set to zero.
    ///
    /// - Parameters:
    ///   - images: The number of images in the batch.
    ///   - arena: The lane's own gradients.
    package func gradients(lane: Int, images: Int, arena: Arena) -> NetworkGradients {
        let own = components?.lanes[lane]
        own?.fill(0)
        return NetworkGradients(
            stacks: StackSetGradients(lane: arena, rows: stacks.rows(ofLane: lane, images: images)), components: own)
    }

    // MARK: The prior

    /// The number of chunks of `finishPrior`, which may run in any order once the lanes are done.
    package var priorChunks: Int { components == nil ? 0 : PseudoInputs.chunkCount }

    /// Runs the backward pass of one chunk of the pseudo-inputs.
    ///
    /// - Parameters:
    ///   - images: The number of images in the batch.
    ///   - lanes: The number of lanes in the batch.
    ///   - lane: An arena that no other chunk adds to.
    ///   - total: Where the pseudo-inputs' gradient is set.
    package func finishPrior(
        chunk: Int, images: Int, lanes: Int, weights: NetworkWeights, into gradients: (lane: Arena, total: Arena)
    ) {
        guard let vamp, let components, let posteriors = weights.pseudoPosteriors else { return }
        let own = StackSetGradients(lane: gradients.lane, rows: stacks.rows(ofExtra: chunk, images: images))
        components.finish(
            chunk: chunk, lanes: lanes, posteriors: posteriors, gradients: own[vamp.network.encoderPlace],
            total: gradients.total)
    }

    // MARK: The other gradients

    /// The number of parts of `finish`, which may run in any order once the prior is done.
    package var partCount: Int { stacks.partCount }

    /// Computes one part of the gradients that no lane has added to.
    ///
    /// - Parameter images: The number of images in the batch.
    package func finish(part: Int, images: Int, workspace: LaneWorkspace, into gradients: Arena) {
        stacks.finish(part: part, images: images, workspace: workspace.stacks, into: gradients)
    }
}
