/// Which of an image's draws carry its gradient, and what each of them weighs.
///
/// Normalised importance weights above a threshold are kept as they are. Of the others some are drawn at even steps, and
/// weigh as much as the threshold. So every draw weighs in the mean what it weighed before, none is taken twice, and no
/// other such choice of as many has less variance.
///
/// Source: Fearnhead & Clifford, 2003, "On-line inference for hidden Markov models via particle filters", J. R. Statist.
/// Soc. B 65, 887–899.
struct DrawChoice: Sendable, Hashable {
    /// In rising order.
    private(set) var draws: [Int] = []
    /// Of each of them.
    private(set) var weights: [Double] = []

    /// - count: of draws to choose, at most as many as there are.
    /// - weights: of all draws, none below 0; their sum is kept in the mean.
    /// - position: uniform on 0..<1, where the even steps begin.
    /// - Complexity: O(n log n) for n draws.
    init(_ count: Int, of all: [Double], position: Double) {
        precondition(count <= all.count, "there are as many draws as are asked for")
        let (threshold, kept) = Self.threshold(count, of: all)
        draws.reserveCapacity(count)
        weights.reserveCapacity(count)
        var (steps, wanted, others) = (position, count - kept.count, all.count - kept.count)
        for (draw, weight) in all.enumerated() {
            if kept.contains(draw) {
                draws.append(draw)
                weights.append(weight)
            } else if wanted > 0 {
                steps += weight / threshold
                others -= 1
                // The last ones are taken even where rounding has shortened their steps.
                guard steps >= 1 || others < wanted else { continue }
                steps -= 1
                wanted -= 1
                draws.append(draw)
                weights.append(threshold)
            }
        }
    }

    /// The weight at which draws are kept, and those draws: as many others are wanted as their weights' sum has
    /// thresholds.
    private static func threshold(_ count: Int, of all: [Double]) -> (Double, kept: Set<Int>) {
        let order = all.indices.sorted { (all[$0], $1) > (all[$1], $0) }
        // From each place in the order on.
        var sums = [Double](repeating: 0, count: order.count + 1)
        for place in order.indices.reversed() { sums[place] = sums[place + 1] + all[order[place]] }
        var kept = 0
        while kept < count, all[order[kept]] * Double(count - kept) >= sums[kept] { kept += 1 }
        let threshold = kept < count ? sums[kept] / Double(count - kept) : .infinity
        return (threshold, Set(order[..<kept]))
    }
}
