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
        let lanes = LaneCut(network, batch: min(settings.batch, images))
        // The parameters, Adam's two moments, the average and the best.
        let arenas = Double(5 + lanes.count) * Double(network.layout.arenaCount)
        let stacks = [network.encoder.stack, network.decoder.stack]
        let activations = stacks.reduce(0.0) { sum, stack in
            stack.layers.reduce(sum) { $0 + Double($1.outputCount) }
        }
        // The outputs of all layers, and about as much for the gradients that are on their way back.
        needed = 4 * (arenas + 2 * activations * Double(lanes.size) * Double(threads))
    }

    /// - Throws: `TrainingError.memory` when this machine has less.
    func check() throws(TrainingError) {
        let available = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        guard needed <= available else {
            throw .memory(parameters: parameters, needed: needed, available: available)
        }
    }
}
