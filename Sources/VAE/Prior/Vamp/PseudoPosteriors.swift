import Kernels
import Layers
import Platform

/// The posteriors of a network's pseudo-inputs, which are the components of its prior, as the parameters were when they
/// were encoded.
struct PseudoPosteriors: Sendable {
    let pseudoInputs: PseudoInputs
    let latentCount: Int
    /// `[components, pixels]`, within -1...1.
    let images: Buffer
    /// `[components, 2 · latents]`: the means and the unbounded log variances.
    let raw: Buffer
    /// Of every chunk: what the encoder left there.
    let workspaces: [StackWorkspace]
    private let precisions: Buffer  // [components, latents]
    private let offsets: Buffer  // [components]
    private let encoding: WorkerPool.Work

    /// - weights: the encoder's.
    /// - parameters: read at every `encode`.
    /// - backward: whether gradients are wanted too.
    init(
        _ pseudoInputs: PseudoInputs, encoder: LayerStack, weights: StackWeights, parameters: Arena, backward: Bool
    ) {
        let count = pseudoInputs.count
        let latentCount = encoder.outputCount / 2
        let (images, raw) = (Buffer(count: count * pseudoInputs.pixelCount), Buffer(count: count * 2 * latentCount))
        let (precisions, offsets) = (Buffer(count: count * latentCount), Buffer(count: count))
        let workspaces = (0..<PseudoInputs.chunkCount).map {
            StackWorkspace(encoder, capacity: pseudoInputs.chunk($0).count, backward: backward)
        }
        let logWeight = -logf(Float(count))
        encoding = WorkerPool.Work { chunk, _ in
            let range = pseudoInputs.chunk(chunk)
            guard !range.isEmpty else { return }
            let input = images[range, each: pseudoInputs.pixelCount]
            KernelSet.current.clampToUnit(
                parameters[pseudoInputs.slot][range, each: pseudoInputs.pixelCount], into: input)
            raw[range, each: 2 * latentCount].copy(
                from: encoder.forward(input, images: range.count, weights: weights, workspace: workspaces[chunk]))
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
        self.images = images
        self.raw = raw
        self.workspaces = workspaces
        self.precisions = precisions
        self.offsets = offsets
    }

    /// As the parameters are now: to be called whenever they have changed.
    func encode(pool: WorkerPool) { pool.run(PseudoInputs.chunkCount, encoding) }

    /// log N(latent; 0, I) - log p(latent), in nats: what the standard normal prior's rate is to be corrected by.
    ///
    /// - responsibilities: set to every component's share of p(latent).
    func rateCorrection(at latent: Buffer, into responsibilities: Buffer) -> Double {
        -0.5 * KernelSet.current.sumOfSquares(latent)
            - KernelSet.current.normalMixture(
                at: latent, raw: raw, precisions: precisions, offsets: offsets, into: responsibilities)
    }

    /// Adds the gradients of `weight` times that correction: by the latent, and by the components' means and bounded
    /// log variances.
    func addCorrectionGradient(
        at latent: Buffer, responsibilities: Buffer, weight: Float, to latentGradient: Buffer, components: Buffer
    ) {
        KernelSet.current.addStrided(latent, factor: -weight, step: 1, to: latentGradient)
        KernelSet.current.addNormalMixtureGradient(
            at: latent, raw: raw, precisions: precisions, responsibilities: responsibilities, weight: -weight,
            to: latentGradient, components: components)
    }
}
