/// The activation after the hidden layers of an `mlp`.
public enum HiddenActivation: String, Sendable, Hashable, Codable, CaseIterable {
    case relu
    case tanh
    /// x · sigmoid(x). Source: Hendrycks & Gimpel, 2016, arXiv:1606.08415.
    case silu
    /// a · sigmoid(b), where a and b are linear. Source: Dauphin et al., 2017, arXiv:1612.08083.
    case gated
}
