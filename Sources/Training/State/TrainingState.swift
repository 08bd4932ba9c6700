import Kernels
import Layers
import VAE

/// A run between two steps.
struct TrainingState {
    var progress: TrainingProgress
    let parameters: Arena
    var optimizer: AdamOptimizer
    /// The averaged weights at their best validation.
    let best: Arena

    /// A run that begins.
    init(network: VariationalAutoencoder, seed: UInt64) {
        progress = TrainingProgress()
        parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: seed)
        optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        best = parameters.copy()
    }

    init(progress: TrainingProgress, parameters: Arena, optimizer: AdamOptimizer, best: Arena) {
        self.progress = progress
        self.parameters = parameters
        self.optimizer = optimizer
        self.best = best
    }
}
