import VAE

/// Draws from a prior from which samples are chosen, in the order in which they were drawn.
struct Candidates {
    /// `[candidates, latents]`
    let latents: Latents
    /// The candidates' numbers among all draws.
    let numbers: [Int]
    /// What every candidate counts for: its class, its group, or 0 if there are neither.
    let kinds: [Int]
    /// The candidates' classes, as indices into the prior's; nil for a model that knows none.
    let classes: [Int?]

    /// The places of the first candidates that make up what is wanted, in its order.
    ///
    /// - Precondition: There are enough of every kind.
    func first(_ wanted: DiverseChoice.Wanted) -> [Int] {
        switch wanted {
        case .any(let count): return Array(0..<count)
        case .kinds(let order):
            var left = Dictionary(grouping: kinds.indices, by: { kinds[$0] }).mapValues { $0[...] }
            return order.map { left[$0]!.removeFirst() }
        }
    }
}
