/// Which prior a model has, and its shape.
public enum PriorConfiguration: Sendable, Hashable, Codable {
    /// Independent standard normal latents.
    case standard
    case flow(FlowConfiguration)
    /// A mixture of normal distributions.
    case mixture(MixtureConfiguration)
    /// What the levels of a ladder learnt of each other; its parameters are those of the model.
    case ladder
    /// The mean posterior of pseudo-inputs that the network learnt; they are among the model's parameters.
    case vamp

    /// Whether the bound that the network was trained with is that of this prior.
    public var isTrainedWithTheNetwork: Bool {
        switch self {
        case .standard, .ladder, .vamp: true
        case .flow, .mixture: false
        }
    }

    /// As the command line names it.
    public var name: String {
        switch self {
        case .standard: "standard"
        case .flow: "flow"
        case .mixture: "mixture"
        case .ladder: "ladder"
        case .vamp: "vamp"
        }
    }
}
