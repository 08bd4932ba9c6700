/// The kind and shape of a model's prior.
package enum PriorConfiguration: Sendable, Hashable, Codable {
    /// Independent standard normal latents.
    case standard
    case flow(FlowConfiguration)
    /// A mixture of normal distributions.
    case mixture(MixtureConfiguration)
    /// The prior that a ladder network learned; its parameters are among the model's.
    case ladder
    /// The mean posterior of learned pseudo-inputs, which are among the model's parameters.
    case vamp

    /// Whether the network was trained with the bound of this prior.
    package var isTrainedWithTheNetwork: Bool {
        switch self {
        case .standard, .ladder, .vamp: true
        case .flow, .mixture: false
        }
    }

    /// The long steps that a flow has learned; nil for a flow without them, and for other priors.
    package var longSteps: LongSteps? {
        if case .flow(let flow) = self { flow.longSteps } else { nil }
    }

    /// The name on the command line.
    package var name: String {
        switch self {
        case .standard: "standard"
        case .flow: "flow"
        case .mixture: "mixture"
        case .ladder: "ladder"
        case .vamp: "vamp"
        }
    }
}
