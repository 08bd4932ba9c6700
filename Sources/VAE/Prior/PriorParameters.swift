import Layers

/// The parameters of a learned prior.
public struct PriorParameters: Sendable {
    public let layout: ParameterLayout
    public let arena: Arena
}
