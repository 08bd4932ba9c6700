import VAE

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The memory that a training run takes, estimated before any of it is taken.
struct MemoryNeed {
    private let parameters: Int
    /// Bytes.
    let needed: Double

    /// - images: the most that a batch can have.
    init(_ network: VariationalAutoencoder, settings: TrainingSettings, images: Int, threads: Int) {
        parameters = network.layout.parameterCount
        let batch = min(settings.batch, images)
        let lanes = LaneCut(network, batch: batch)
        // The parameters, their gradients, Adam's two moments, the average and the best; the weights laid out for both
        // passes; and of the other lanes' gradients what they add up.
        let arenas = 8 * Double(network.layout.arenaCount)
        let laneGradients = Double(lanes.count - 1) * Double(network.laneSlots.reduce(0) { $0 + $1.count })
        let layers = network.encoder.stack.layers + network.decoder.stack.layers
        let recorded = layers.reduce(0.0) { $0 + Double($1.recordCount) }
        // The outputs of all layers, and about as much for the gradients that are on their way back.
        let activations = 2 * layers.reduce(0.0) { $0 + Double($1.outputCount) }
        needed =
            4
            * (arenas + laneGradients + recorded * Double(batch)
                + activations * Double(lanes.size) * Double(threads))
    }

    /// - Throws: `TrainingError.memory` when this machine has less.
    func check() throws(TrainingError) {
        let available = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        guard needed <= available else {
            throw .memory(parameters: parameters, needed: needed, available: available)
        }
    }
}
