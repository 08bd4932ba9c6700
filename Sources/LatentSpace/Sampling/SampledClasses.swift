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
    ///   - name: The one class to draw; nil for all.
    ///   - weights: The classes' shares by name, in proportion; nil for equal shares.
    /// - Throws: `SamplingError` if the prior doesn't know the class.
    package init(
        _ prior: any Prior, only name: String? = nil, weights: [String: Double]? = nil
    ) throws(SamplingError) {
        let known = prior.classNames
        if let name {
            indices = [try prior.classIndex(named: name)]
            names = [name]
        } else {
            indices = Array(known.indices)
            names = known
        }
        shares =
            indices.isEmpty
            ? nil : ClassShares(weights: indices.map { index in weights.map { $0[known[index]] ?? 0 } ?? 1 })
    }

    /// The classes of the first samples, as indices into the prior's; nil for a model that knows none.
    ///
    /// A sample's class depends on its number alone.
    package func classIndices(_ count: Int) -> [Int?] {
        shares.map { $0.kinds(count).map { indices[$0] } } ?? [Int?](repeating: nil, count: count)
    }
}
