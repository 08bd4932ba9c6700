/// Which prior a model has, and its shape.
public enum PriorConfiguration: Sendable, Hashable, Codable {
    /// Independent standard normal latents.
    case standard
    case flow(FlowConfiguration)

    /// As the command line names it.
    public var name: String {
        switch self {
        case .standard: "standard"
        case .flow: "flow"
        }
    }
}
