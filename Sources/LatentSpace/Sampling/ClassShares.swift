/// In which order kinds of samples take turns, so that each has its share of any number of the first ones, as near as
/// whole samples allow.
public struct ClassShares: Sendable, Hashable {
    /// Of every kind, summing to 1.
    private let shares: [Double]

    /// - weights: of every kind, in proportion; finite, none below zero and one above.
    public init(weights: [Double]) {
        let total = weights.reduce(0, +)
        precondition(total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 }, "weights of some kind")
        shares = weights.map { $0 / total }
    }

    /// The kinds of the first samples. A sample's kind depends on its number alone.
    ///
    /// Each sample is of the kind that lacks the most to its share, of those that lack as much the first.
    ///
    /// - Complexity: count + kinds where all shares are equal, else count · kinds.
    public func kinds(_ count: Int) -> [Int] {
        let some = shares.indices.filter { shares[$0] > 0 }
        if some.allSatisfy({ shares[$0] == shares[some[0]] }) { return (0..<count).map { some[$0 % some.count] } }
        var lacking = [Double](repeating: 0, count: shares.count)
        return (0..<count).map { _ in
            for kind in shares.indices { lacking[kind] += shares[kind] }
            // A kind of no share lacks nothing; rounding mustn't make it.
            let next = some.max { lacking[$0] < lacking[$1] - 1e-9 }!
            lacking[next] -= 1
            return next
        }
    }
}
