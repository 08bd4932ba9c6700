/// The choice of the draws of an image that have a gradient, and their weights.
///
/// Draws whose normalised importance weights are above a threshold keep their weights. Some of the other draws are chosen at
/// even steps, each with the threshold as its weight. Every draw's expected weight is its own, no draw is taken twice, and
/// no other such choice of as many draws has a lower variance.
///
/// Source: Fearnhead & Clifford, 2003, "On-line inference for hidden Markov models via particle filters", J. R. Statist.
/// Soc. B 65, 887–899.
struct DrawChoice: Sendable, Hashable {
    /// The chosen draws, in rising order.
    private(set) var draws: [Int] = []
    /// The weight of each chosen draw.
    private(set) var weights: [Double] = []

    /// - Parameters:
    ///   - count: The number of draws to choose, at most that of all draws.
    ///   - all: The weights of all draws, none below 0. Their sum is kept in expectation.
    ///   - position: Where the even steps begin, uniform on 0..<1.
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
                // The last draws are taken even where rounding has shortened their steps.
                guard steps >= 1 || others < wanted else { continue }
                steps -= 1
                wanted -= 1
                draws.append(draw)
                weights.append(threshold)
            }
        }
    }

    /// The weight from which draws are kept, and those draws. The sum of the other weights is the threshold times the number
    /// of draws still to be chosen.
    private static func threshold(_ count: Int, of all: [Double]) -> (Double, kept: Set<Int>) {
        let order = all.indices.sorted { (all[$0], $1) > (all[$1], $0) }
        // The sums of the weights from each place in the order on.
        var sums = [Double](repeating: 0, count: order.count + 1)
        for place in order.indices.reversed() { sums[place] = sums[place + 1] + all[order[place]] }
        var kept = 0
        while kept < count, all[order[kept]] * Double(count - kept) >= sums[kept] { kept += 1 }
        let threshold = kept < count ? sums[kept] / Double(count - kept) : .infinity
        return (threshold, Set(order[..<kept]))
    }
}
