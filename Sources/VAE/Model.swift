import Kernels
import Layers

/// A model that can be used: its structure, its parameters and how they came about.
public struct Model: Sendable {
    public let network: VariationalAutoencoder
    public let parameters: Arena
    public let facts: TrainingFacts

    public init(network: VariationalAutoencoder, parameters: Arena, facts: TrainingFacts) {
        self.network = network
        self.parameters = parameters
        self.facts = facts
    }

    public var configuration: ModelConfiguration { network.configuration }
}
