import Kernels
import Layers
import Platform
import VAE

/// The memory that a stage of training needs, estimated before any of it is allocated.
struct MemoryNeed {
    private let parameters: Int
    /// The number of bytes that the stage needs.
    private(set) var needed: Double

    /// Estimates the memory of the autoencoder's stage.
    ///
    /// - Parameters:
    ///   - whole: The autoencoder for whole images. Its network for crops is estimated if they are trained on.
    ///   - settings: The settings of the training.
    ///   - images: The number of images, which limits the batch.
    ///   - threads: The number of threads, each of which has a workspace.
    /// - Throws: `ConfigurationError`.
    init(_ whole: VariationalAutoencoder, settings: TrainingSettings, images: Int, threads: Int) throws {
        let network = try whole.forCrops(CropPlan(whole.configuration, side: settings.crop))
        let batch = min(settings.batch, images)
        // Pseudo-inputs pass through the encoder with every batch.
        let pseudoInputs = network.configuration.pseudoInputs ?? 0
        let encoded = network.stacks.stacks.first?.activationCount ?? 0
        let cut = LaneCut(network, batch: batch, draws: settings.importanceSamples)
        let layers = network.stacks.stacks.flatMap(\.layers)
        parameters = network.layout.parameterCount
        needed =
            Self.gradients(of: network.layout, laneSlots: network.laneSlots, cut: cut)
            + Self.records(of: layers, rows: batch * TrainingObjective.gradientDraws(of: settings.importanceSamples))
            + Self.activations(
                of: layers, buffers: network.bufferCount(backward: true),
                rows: cut.size * settings.importanceSamples * threads)
            + 4 * Double(pseudoInputs * (encoded + 4 * network.pixelCount))
    }

    /// Estimates the memory for fitting a flow prior to a model's latents.
    ///
    /// - Throws: `ConfigurationError`.
    init(_ flow: FlowSettings, configuration: ModelConfiguration, threads: Int) throws {
        let network = try VelocityNetwork(
            flow.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        let cut = LaneCut(imagesPerLane: network.pointsPerLane, batch: flow.batch)
        parameters = network.layout.parameterCount
        needed =
            Self.gradients(of: network.layout, laneSlots: network.laneSlots, cut: cut)
            + Self.records(of: network.layers, rows: flow.batch)
            + Self.activations(of: network.layers, buffers: 0, rows: cut.size * threads)
        guard flow.network.longSteps != nil else { return }
        // Targets come from the averaged weights, packed once more, in passes without gradients.
        needed +=
            4 * Double(network.layout.arenaCount)
            + 0.5 * Self.activations(of: network.layers, buffers: 8 * network.dimension, rows: cut.size * threads)
    }

    /// The bytes of the parameters, their gradients, Adam's two moments, the averaged and the best weights; of the
    /// weights packed for both passes; and of the other lanes' gradients.
    private static func gradients(of layout: ParameterLayout, laneSlots: [Slot], cut: LaneCut) -> Double {
        let laneGradients = Double(cut.count - 1) * Double(laneSlots.reduce(0) { $0 + $1.count })
        return 4 * (8 * Double(layout.arenaCount) + laneGradients)
    }

    /// The bytes that layers record for every row of a batch, from which the gradients of their weights are computed.
    private static func records(of layers: [any Layer], rows: Int) -> Double {
        4 * Double(rows) * layers.reduce(0.0) { $0 + Double($1.recordCount) }
    }

    /// The bytes of the outputs of all layers, of about as many gradients in the backward pass, and of other buffers.
    private static func activations(of layers: [any Layer], buffers: Int, rows: Int) -> Double {
        4 * Double(rows) * (2 * layers.reduce(0.0) { $0 + Double($1.outputCount) } + Double(buffers))
    }

    /// Checks that the machine has the memory.
    ///
    /// - Throws: `TrainingError/memory(_:smaller:)` if it has less.
    func check() throws(TrainingError) {
        do throws(MemoryError) {
            // After training, matrix products measure the model's novelty. OpenBLAS takes memory for them.
            try Memory.require(
                needed + Double(Machine.blasMemory), for: "training a model of \(parameters) parameters")
        } catch {
            throw .memory(error, smaller: Self.growing)
        }
    }

    /// The parameters with which the need for memory grows.
    private static let growing: [TrainingParameter] = [
        .model(.hiddenUnits), .model(.latentCount), .model(.channels), .model(.flowWidth), .batch, .model(.imageWidth),
        .model(.imageHeight),
    ]
}
