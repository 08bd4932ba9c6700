/// The order in which kinds of samples take turns: each kind has its share of any number of first samples, as nearly as whole
/// samples allow.
package struct ClassShares: Sendable, Hashable {
    /// The share of every kind; the sum is 1.
    private let shares: [Double]

    /// - Parameter weights: The shares in proportion; finite, none below 0 and one above.
    package init(weights: [Double]) {
        let total = weights.reduce(0, +)
        precondition(total > 0 && total.isFinite && weights.allSatisfy { $0 >= 0 }, "weights of some kind")
        shares = weights.map { $0 / total }
    }

    /// The kinds of the first samples. A sample's kind depends only on its number.
    ///
    /// Each sample is of the kind that lacks most of its share, the first one of several.
    ///
    /// - Complexity: count + kinds if all shares are equal, else count · kinds.
    package func kinds(_ count: Int) -> [Int] {
        let some = shares.indices.filter { shares[$0] > 0 }
        if some.allSatisfy({ shares[$0] == shares[some[0]] }) { return (0..<count).map { some[$0 % some.count] } }
        var lacking = [Double](repeating: 0, count: shares.count)
        return (0..<count).map { _ in
            for kind in shares.indices { lacking[kind] += shares[kind] }
            // A kind without a share lacks nothing, whatever rounding says.
            let next = some.max { lacking[$0] < lacking[$1] - 1e-9 }!
            lacking[next] -= 1
            return next
        }
    }
}
