import Kernels
import Layers

/// A trained model: its network, its parameters, its prior and the facts of its training.
public struct Model: Sendable {
    package let network: VariationalAutoencoder
    package let parameters: Arena
    package let prior: any Prior
    public let facts: TrainingFacts
    /// The model's file, for error messages; nil for a model without a file.
    package let file: String?

    /// - Parameters:
    ///   - prior: A prior of latents of the network's dimension; nil for the prior that the network was trained with.
    ///   - facts: The facts of the training; by default those of a model that wasn't trained.
    package init(
        network: VariationalAutoencoder, parameters: Arena, prior: (any Prior)? = nil,
        facts: TrainingFacts = TrainingFacts(), file: String? = nil
    ) {
        self.network = network
        self.parameters = parameters
        self.prior = prior ?? network.ownPrior(parameters)
        self.facts = facts
        self.file = file
    }

    public var configuration: ModelConfiguration { network.configuration }

    /// The model with other facts.
    public func with(facts: TrainingFacts) -> Model {
        Model(network: network, parameters: parameters, prior: prior, facts: facts, file: file)
    }

    /// The model with another prior. The facts don't describe how it was fitted.
    package func with(prior: any Prior) -> Model {
        var facts = facts
        facts.priorSteps = nil
        return Model(network: network, parameters: parameters, prior: prior, facts: facts, file: file)
    }
}
