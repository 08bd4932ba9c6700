import VAE

/// The classes that samples are drawn from, in turn.
package struct SampledClasses: Sendable {
    /// The classes that take turns; empty for a model whose prior knows none.
    package let names: [String]
    /// Their indices among the prior's classes.
    private let indices: [Int]
    private let shares: ClassShares?

    /// - Parameters:
    ///   - prior: The prior, which may know classes.
    ///   - balance: The classes' shares.
    /// - Throws: `SamplingError` if the prior doesn't know the class, or knows none to balance.
    package init(_ prior: any Prior, balance: ClassBalance = .automatic) throws(SamplingError) {
        let known = prior.classNames
        if balance != .automatic, known.isEmpty { throw .noClasses }
        var weights = [Double](repeating: 1, count: known.count)
        switch balance {
        case .automatic, .equal:
            (indices, names) = (Array(known.indices), known)
        case .weights(let given):
            (indices, names) = (Array(known.indices), known)
            weights = known.map { given[$0] ?? 0 }
        case .only(let name):
            (indices, names) = ([try prior.classIndex(named: name)], [name])
            weights = [1]
        }
        shares = indices.isEmpty ? nil : ClassShares(weights: weights)
    }

    /// The classes of the first samples, as indices into the prior's; nil for a model that knows none.
    ///
    /// A sample's class depends on its number alone.
    package func classIndices(_ count: Int) -> [Int?] {
        shares.map { $0.kinds(count).map { indices[$0] } } ?? [Int?](repeating: nil, count: count)
    }
}
