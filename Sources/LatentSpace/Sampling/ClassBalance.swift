/// The shares of a model's classes among its samples.
package enum ClassBalance: Sendable, Hashable {
    /// Equal shares for plain samples; samples that are chosen for their variety come from whatever classes are varied.
    case automatic
    case equal
    /// One class alone, by its name.
    case only(String)
    /// Shares in proportion to the weights, by class name; a class without one has none.
    case weights([String: Double])
}
