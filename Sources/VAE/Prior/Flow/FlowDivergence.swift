/// How the divergence of a velocity, the trace of its Jacobian, is computed.
package enum FlowDivergence: Sendable, Hashable {
    /// With one unit vector after the other: one product per dimension.
    case exact
    /// As the mean over that many probes of random signs: unbiased, and exact where the Jacobian is diagonal.
    ///
    /// Source: Hutchinson, 1990, "A stochastic estimator of the trace of the influence matrix".
    case estimated(probes: Int)

    func probes(rows: Int, dimension: Int, seed: UInt64, firstRow: Int) -> FlowProbes {
        switch self {
        case .exact:
            FlowProbes(units: dimension, rows: rows)
        case .estimated(let count):
            FlowProbes(signs: count, rows: rows, dimension: dimension, seed: seed, firstRow: firstRow)
        }
    }
}
