import Kernels
import Layers

/// A velocity network's parameters laid out for its passes.
public struct VelocityWeights: Sendable {
    let embedding: StackWeights
    let trunk: StackWeights
    private let packing: StackPacking

    /// Memory for the weights; `pack` fills it.
    ///
    /// - parameters: read at every `pack`.
    /// - backward: whether gradients are wanted too.
    public init(_ network: VelocityNetwork, parameters: Arena, backward: Bool) {
        embedding = StackWeights(
            network.embedding, parameters: parameters, backward: backward, needsInputGradient: false)
        trunk = StackWeights(network.trunk, parameters: parameters, backward: backward, needsInputGradient: true)
        packing = StackPacking([embedding, trunk])
    }

    /// Lays the weights out as the parameters are now: to be called whenever they have changed.
    public func pack(pool: WorkerPool) { packing.pack(pool: pool) }
}
