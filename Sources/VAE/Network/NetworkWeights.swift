import Kernels
import Layers

/// A model's parameters laid out for its passes.
public struct NetworkWeights: Sendable {
    let encoder: StackWeights
    let decoder: StackWeights
    private let packing: StackPacking

    /// Memory for the weights; `pack` fills it.
    ///
    /// - parameters: read at every `pack`.
    /// - backward: whether gradients are wanted too.
    public init(_ network: VariationalAutoencoder, parameters: Arena, backward: Bool) {
        encoder = StackWeights(
            network.encoder.stack, parameters: parameters, backward: backward, needsInputGradient: false)
        decoder = StackWeights(
            network.decoder.stack, parameters: parameters, backward: backward, needsInputGradient: true)
        packing = StackPacking([encoder, decoder])
    }

    /// Lays the weights out as the parameters are now: to be called whenever they have changed.
    public func pack(pool: WorkerPool) { packing.pack(pool: pool) }
}
