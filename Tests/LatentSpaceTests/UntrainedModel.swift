import Kernels
import Layers
import VAE

extension Model {
    /// A model as training begins with it.
    ///
    /// - scale: multiplies the weights.
    static func untrained(
        _ configuration: ModelConfiguration, seed: UInt64 = 1, scale: Float = 1
    ) throws -> Model {
        let network = try VariationalAutoencoder(configuration)
        let parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: seed)
        if scale != 1 {
            KernelSet.current.scale(parameters.buffer, by: scale, offset: 0, into: parameters.buffer)
        }
        return Model(network: network, parameters: parameters)
    }
}
