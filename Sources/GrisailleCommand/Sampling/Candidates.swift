import Grisaille

/// Draws from a prior of which samples may become, in the order in which they were drawn.
struct Candidates {
    /// `[candidates, latents]`
    let latents: Latents
    /// Their numbers among all that were drawn.
    let numbers: [Int]
    /// Of each, what it counts for: its class, its group, or 0 where there are neither.
    let kinds: [Int]
    /// Of each, as an index into the prior's classes; nil of a model that knows none.
    let classes: [Int?]

    /// The places of the first that make up what is wanted, in its order.
    ///
    /// - Precondition: there are enough of every kind.
    func first(_ wanted: DiverseChoice.Wanted) -> [Int] {
        switch wanted {
        case .any(let count): return Array(0..<count)
        case .kinds(let order):
            var left = Dictionary(grouping: kinds.indices, by: { kinds[$0] }).mapValues { $0[...] }
            return order.map { left[$0]!.removeFirst() }
        }
    }
}
