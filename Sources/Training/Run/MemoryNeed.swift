import Kernels
import Layers
import Platform
import VAE

/// The memory that a stage of training takes, estimated before any of it is taken.
struct MemoryNeed {
    private let parameters: Int
    /// Bytes.
    let needed: Double

    /// The memory of the autoencoder's stage.
    ///
    /// - Parameter images: The maximum number of images of a batch.
    init(_ network: VariationalAutoencoder, settings: TrainingSettings, images: Int, threads: Int) {
        let batch = min(settings.batch, images)
        // Pseudo-inputs go through the encoder beside every batch.
        let pseudoInputs = network.configuration.pseudoInputs ?? 0
        let encoded = network.stacks.stacks.first?.activationCount ?? 0
        self.init(
            layers: network.stacks.stacks.flatMap(\.layers), layout: network.layout,
            laneSlots: network.laneSlots, cut: LaneCut(network, batch: batch, draws: settings.importanceSamples),
            batch: batch, draws: settings.importanceSamples,
            gradientDraws: TrainingObjective.gradientDraws(of: settings.importanceSamples),
            buffers: network.bufferCount(backward: true), threads: threads,
            others: pseudoInputs * (encoded + 4 * network.pixelCount))
    }

    /// The memory that fitting a flow prior to a model's latents takes.
    ///
    /// - Throws: `ConfigurationError`.
    init(_ flow: FlowSettings, configuration: ModelConfiguration, threads: Int) throws {
        let network = try VelocityNetwork(
            flow.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        self.init(
            layers: network.layers, layout: network.layout, laneSlots: network.laneSlots,
            cut: LaneCut(imagesPerLane: network.pointsPerLane, batch: flow.batch), batch: flow.batch, draws: 1,
            gradientDraws: 1, buffers: 0, threads: threads)
    }

    private init(
        layers: [any Layer], layout: ParameterLayout, laneSlots: [Slot], cut: LaneCut, batch: Int, draws: Int,
        gradientDraws: Int, buffers: Int, threads: Int, others: Int = 0
    ) {
        parameters = layout.parameterCount
        // The parameters, their gradients, Adam's two moments, the average and the best; the weights laid out for both
        // passes; and of the other lanes' gradients what they add up.
        let arenas = 8 * Double(layout.arenaCount)
        let laneGradients = Double(cut.count - 1) * Double(laneSlots.reduce(0) { $0 + $1.count })
        let recorded = layers.reduce(0.0) { $0 + Double($1.recordCount) }
        // The outputs of all layers, and about as much for the gradients of the backward pass.
        let activations = 2 * layers.reduce(0.0) { $0 + Double($1.outputCount) } + Double(buffers)
        needed =
            4
            * (arenas + laneGradients + Double(others) + recorded * Double(batch * gradientDraws)
                + activations * Double(cut.size * draws) * Double(threads))
    }

    /// - Throws: `MemoryError` where less is to be had.
    func check() throws(MemoryError) {
        // Once it is trained, the model's novelty is measured by products of matrices.
        try Memory.require(
            needed + Double(Machine.blasMemory), for: "training a model of \(parameters) parameters",
            remedy:
                "choose a smaller --hidden, --latent, --channels, --flow-width, --batch or --size, or fewer --threads")
    }
}
