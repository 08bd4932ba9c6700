import Kernels
import Layers

/// A network's parameters laid out for its passes.
public struct NetworkWeights: Sendable {
    let stacks: [StackWeights]
    /// The components of the prior, where the network learns them.
    let pseudoPosteriors: PseudoPosteriors?
    let parameters: Arena
    private let packing: StackPacking

    /// Memory for the weights; `pack` fills it.
    ///
    /// - parameters: read at every `pack`.
    /// - backward: whether gradients are wanted too.
    public init(_ network: VariationalAutoencoder, parameters: Arena, backward: Bool) {
        let set = network.stacks
        stacks = zip(set.stacks, set.needInputGradient).map { stack, needsInputGradient in
            StackWeights(
                stack, parameters: parameters, backward: backward, needsInputGradient: needsInputGradient)
        }
        packing = StackPacking(stacks)
        self.parameters = parameters
        let stacks = stacks
        pseudoPosteriors = network.vamp.map { flat, pseudoInputs in
            PseudoPosteriors(
                pseudoInputs, encoder: flat.encoder.stack, weights: stacks[flat.encoderPlace],
                parameters: parameters, backward: backward)
        }
    }

    /// Lays the weights out as the parameters are now: to be called whenever they have changed.
    public func pack(pool: WorkerPool) {
        packing.pack(pool: pool)
        pseudoPosteriors?.encode(pool: pool)
    }
}
