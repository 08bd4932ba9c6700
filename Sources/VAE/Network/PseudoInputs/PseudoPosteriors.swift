import Kernels
import Layers
import Platform

/// The posteriors of a network's pseudo-inputs, which are the components of its prior, as the parameters were when they
/// were encoded.
struct PseudoPosteriors: Sendable {
    let pseudoInputs: PseudoInputs
    let latentCount: Int
    /// Read at every `encode`.
    let parameters: Arena
    /// `[components, pixels]`, within -1...1.
    let images: Buffer
    /// `[components, 2 · latents]`: the means and the unbounded log variances.
    let raw: Buffer
    private let encoder: LayerStack
    /// The encoder's passes over every chunk.
    private let passes: [StackPass]
    private let precisions: Buffer  // [components, latents]
    private let offsets: Buffer  // [components]
    private let encoding: WorkerPool.Work

    /// - Parameters:
    ///   - weights: The encoder's.
    ///   - backward: Whether gradients are needed too.
    init(
        _ pseudoInputs: PseudoInputs, encoder: LayerStack, weights: StackWeights, parameters: Arena, backward: Bool
    ) {
        let count = pseudoInputs.count
        let latentCount = encoder.outputCount / 2
        let (images, raw) = (Buffer(count: count * pseudoInputs.pixelCount), Buffer(count: count * 2 * latentCount))
        let (precisions, offsets) = (Buffer(count: count * latentCount), Buffer(count: count))
        let passes = (0..<PseudoInputs.chunkCount).map { chunk in
            let images = pseudoInputs.chunk(chunk).count
            return StackPass(
                images: images, weights: weights,
                workspace: StackWorkspace(encoder, capacity: images, backward: backward))
        }
        let logWeight = -logf(Float(count))
        encoding = WorkerPool.Work { chunk, _ in
            let range = pseudoInputs.chunk(chunk)
            guard !range.isEmpty else { return }
            let input = images[range, each: pseudoInputs.pixelCount]
            KernelSet.current.clampToUnit(
                parameters[pseudoInputs.slot][range, each: pseudoInputs.pixelCount], into: input)
            raw[range, each: 2 * latentCount].copy(from: encoder.forward(input, passes[chunk]))
            for index in range {
                offsets[index] =
                    logWeight
                    + KernelSet.current.layOutNormal(
                        raw: raw[row: index, of: 2 * latentCount],
                        intoPrecisions: precisions[row: index, of: latentCount])
            }
        }
        self.pseudoInputs = pseudoInputs
        self.latentCount = latentCount
        self.parameters = parameters
        self.encoder = encoder
        self.images = images
        self.raw = raw
        self.passes = passes
        self.precisions = precisions
        self.offsets = offsets
    }

    /// Encodes the pseudo-inputs as the parameters are now. Call it whenever they have changed.
    func encode(pool: WorkerPool) { pool.run(PseudoInputs.chunkCount, encoding) }

    /// Runs the encoder's backward pass over one chunk.
    ///
    /// - Parameters:
    ///   - rawGradient: That of the chunk's means and unbounded log variances.
    ///   - inputGradient: Where that of the chunk's images is set.
    func backward(chunk: Int, _ rawGradient: Buffer, gradients: StackGradients, into inputGradient: Buffer) {
        let input = images[pseudoInputs.chunk(chunk), each: pseudoInputs.pixelCount]
        encoder.backward(rawGradient, input: input, passes[chunk], gradients: gradients, into: inputGradient)
    }

    /// log N(latent; 0, I) - log p(latent), in nats: the correction of the standard normal prior's rate.
    ///
    /// - Parameter responsibilities: Set to every component's share of p(latent).
    func rateCorrection(at latent: Buffer, into responsibilities: Buffer) -> Double {
        -0.5 * KernelSet.current.sumOfSquares(latent)
            - KernelSet.current.normalMixture(
                at: latent, raw: raw, precisions: precisions, offsets: offsets, into: responsibilities)
    }

    /// Adds the gradients of `weight` times that correction with respect to the latent, and with respect to the
    /// components' means and bounded log variances.
    func addCorrectionGradient(
        at latent: Buffer, responsibilities: Buffer, weight: Float, to latentGradient: Buffer, components: Buffer
    ) {
        KernelSet.current.addStrided(latent, factor: -weight, step: 1, to: latentGradient)
        KernelSet.current.addNormalMixtureGradient(
            at: latent, raw: raw, precisions: precisions, responsibilities: responsibilities, weight: -weight,
            to: latentGradient, components: components)
    }
}
