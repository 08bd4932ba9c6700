import Kernels
import Layers

/// A model that can be used: its structure, its parameters, its prior and how they came about.
public struct Model: Sendable {
    public let network: VariationalAutoencoder
    public let parameters: Arena
    public let prior: any Prior
    public let facts: TrainingFacts
    /// The file that it was read from, for messages; nil for one that comes from no file.
    public let file: String?

    /// - prior: over latents of the network's dimension; nil for the one that the network comes with.
    public init(
        network: VariationalAutoencoder, parameters: Arena, prior: (any Prior)? = nil,
        facts: TrainingFacts, file: String? = nil
    ) {
        self.network = network
        self.parameters = parameters
        self.prior = prior ?? network.ownPrior(parameters)
        self.facts = facts
        self.file = file
    }

    public var configuration: ModelConfiguration { network.configuration }

    /// The same with other facts.
    public func with(facts: TrainingFacts) -> Model {
        Model(network: network, parameters: parameters, prior: prior, facts: facts, file: file)
    }

    /// The same with another prior, of whose fitting the facts say nothing.
    public func with(prior: any Prior) -> Model {
        var facts = facts
        facts.priorSteps = nil
        return Model(network: network, parameters: parameters, prior: prior, facts: facts, file: file)
    }
}
