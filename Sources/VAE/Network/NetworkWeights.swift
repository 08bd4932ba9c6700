import Layers
import Platform

/// A network's weights, packed for its passes, and the components of its prior, where the network learns them.
package struct NetworkWeights: Sendable {
    let stacks: StackSetWeights
    let pseudoPosteriors: PseudoPosteriors?

    var parameters: Arena { stacks.parameters }

    /// Takes memory for the weights; `pack` fills it.
    ///
    /// - Parameters:
    ///   - parameters: Read at every `pack`.
    ///   - backward: Whether gradients are needed too.
    package init(_ network: VariationalAutoencoder, parameters: Arena, backward: Bool) {
        let stacks = StackSetWeights(network.stacks, parameters: parameters, backward: backward)
        pseudoPosteriors = network.vamp.map { flat, pseudoInputs in
            PseudoPosteriors(
                pseudoInputs, encoder: flat.encoder.stack, weights: stacks[flat.encoderPlace],
                parameters: parameters, backward: backward)
        }
        self.stacks = stacks
    }

    /// Packs the weights as the parameters are now. Call it whenever they have changed.
    package func pack(pool: WorkerPool) {
        stacks.pack(pool: pool)
        pseudoPosteriors?.encode(pool: pool)
    }
}
