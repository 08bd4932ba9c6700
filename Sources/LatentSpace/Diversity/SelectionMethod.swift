/// The methods of choosing diverse items from a pool.
package enum SelectionMethod: String, Sendable, Hashable, CaseIterable {
    /// A random draw from the k-DPP of the tempered kernel: plain at λ = 0, nearly greedy at λ = 1.
    case dpp
    /// The largest determinant that is found step by step.
    case greedy
    /// Each item the farthest from those before it.
    case farthest
}
