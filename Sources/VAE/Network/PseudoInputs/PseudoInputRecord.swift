import Kernels
import Layers

/// What the lanes of a batch leave of the prior's gradient, and the backward pass from there through the encoder to the
/// pseudo-inputs.
struct PseudoInputRecord: Sendable {
    /// Every lane's gradient of the components' means and bounded log variances: `[components, 2 · latents]`.
    let lanes: [Buffer]
    private let rawGradient: Buffer
    private let inputGradient: Buffer

    init(_ pseudoInputs: PseudoInputs, latentCount: Int, lanes: Int) {
        self.lanes = (0..<lanes).map { _ in Buffer(count: pseudoInputs.count * 2 * latentCount) }
        rawGradient = Buffer(count: pseudoInputs.count * 2 * latentCount)
        inputGradient = Buffer(count: pseudoInputs.count * pseudoInputs.pixelCount)
    }

    /// Runs the backward pass of one chunk.
    ///
    /// - Parameters:
    ///   - lanes: The number of lanes in the batch.
    ///   - gradients: The encoder's.
    ///   - total: Where the pseudo-inputs' gradient is set.
    func finish(chunk: Int, lanes count: Int, posteriors: PseudoPosteriors, gradients: StackGradients, total: Arena) {
        let pseudoInputs = posteriors.pseudoInputs
        let range = pseudoInputs.chunk(chunk)
        guard !range.isEmpty else { return }
        let width = 2 * posteriors.latentCount
        let raw = rawGradient[range, each: width]
        raw.copy(from: lanes[0][range, each: width])
        for lane in lanes[1..<count] { KernelSet.current.add(lane[range, each: width], to: raw) }
        for index in range {
            let own = posteriors.latentCount..<width
            KernelSet.current.boundLogVarianceGradient(
                rawGradient[row: index, of: width][own], raw: posteriors.raw[row: index, of: width][own])
        }
        let input = inputGradient[range, each: pseudoInputs.pixelCount]
        posteriors.backward(chunk: chunk, raw, gradients: gradients, into: input)
        let target = total[pseudoInputs.slot][range, each: pseudoInputs.pixelCount]
        target.copy(from: input)
        KernelSet.current.clampToUnitGradient(
            target, input: posteriors.parameters[pseudoInputs.slot][range, each: pseudoInputs.pixelCount])
    }
}
