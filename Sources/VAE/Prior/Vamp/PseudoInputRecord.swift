import Kernels
import Layers

/// What the lanes of a batch leave of the prior's gradient, and the way back from there through the encoder to the
/// pseudo-inputs.
struct PseudoInputRecord: Sendable {
    /// Of every lane, by the components' means and bounded log variances: `[components, 2 · latents]`.
    let lanes: [Buffer]
    private let rawGradient: Buffer
    private let inputGradient: Buffer

    init(_ pseudoInputs: PseudoInputs, latentCount: Int, lanes: Int) {
        self.lanes = (0..<lanes).map { _ in Buffer(count: pseudoInputs.count * 2 * latentCount) }
        rawGradient = Buffer(count: pseudoInputs.count * 2 * latentCount)
        inputGradient = Buffer(count: pseudoInputs.count * pseudoInputs.pixelCount)
    }

    /// Goes back through one chunk.
    ///
    /// - laneCount: how many lanes the batch had.
    /// - parameters: those that were encoded.
    /// - gradients: the encoder's; the chunk stands behind the batch's images in its record.
    /// - total: where the pseudo-inputs' gradient is set.
    func finish(
        chunk: Int, laneCount: Int, posteriors: PseudoPosteriors, encoder: LayerStack, weights: StackWeights,
        parameters: Arena, gradients: StackGradients, total: Arena
    ) {
        let pseudoInputs = posteriors.pseudoInputs
        let range = pseudoInputs.chunk(chunk)
        guard !range.isEmpty else { return }
        let width = 2 * posteriors.latentCount
        let raw = rawGradient[range, each: width]
        raw.copy(from: lanes[0][range, each: width])
        for lane in lanes[1..<laneCount] { KernelSet.current.add(lane[range, each: width], to: raw) }
        for index in range {
            let own = posteriors.latentCount..<width
            KernelSet.current.boundLogVarianceGradient(
                rawGradient[row: index, of: width][own], raw: posteriors.raw[row: index, of: width][own])
        }
        let input = inputGradient[range, each: pseudoInputs.pixelCount]
        encoder.backward(
            raw, input: posteriors.images[range, each: pseudoInputs.pixelCount], images: range.count,
            weights: weights, parameters: gradients, workspace: posteriors.workspaces[chunk], into: input)
        let target = total[pseudoInputs.slot][range, each: pseudoInputs.pixelCount]
        target.copy(from: input)
        KernelSet.current.clampToUnitGradient(
            target, input: parameters[pseudoInputs.slot][range, each: pseudoInputs.pixelCount])
    }
}
