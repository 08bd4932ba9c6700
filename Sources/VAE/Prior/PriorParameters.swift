import Layers

/// The parameters of a learned prior.
package struct PriorParameters: Sendable {
    package let layout: ParameterLayout
    package let arena: Arena
}
