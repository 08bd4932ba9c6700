import Kernels

/// The density of the points to which a flow carries standard normal noise, by the instantaneous change of variables:
///
///     log p₁(x₁) = log N(x₀; 0, I) - ∫₀¹ div v(x_t, t) dt,
///
/// where x_t and the integral are computed from x₁ at time 1 back to x₀ at time 0 by a solver.
///
/// Source: Chen et al., 2018, arXiv:1806.07366; Grathwohl et al., 2019, arXiv:1810.01367; Lipman et al., 2023,
/// arXiv:2210.02747.
package struct FlowDensity: Sendable, Hashable {
    package var solver: FlowSolver
    package var steps: Int
    package var divergence: FlowDivergence
    /// Whether the velocity at time 1 is taken to be the point itself.
    package var knowsEnd: Bool

    package init(
        solver: FlowSolver = .heun, steps: Int, divergence: FlowDivergence, knowsEnd: Bool = false
    ) {
        self.solver = solver
        self.steps = steps
        self.divergence = divergence
        self.knowsEnd = knowsEnd
    }

    /// log p₁ of every row, in nats.
    ///
    /// With estimated divergences the log densities are unbiased for the solver's integral, but their exponentials are not.
    ///
    /// - Parameters:
    ///   - points: `[rows, field.dimension]`; not changed.
    ///   - seed: The seed of the probes. Row r's probes depend on (seed, firstRow + r) alone and stay the same along its path.
    /// - Complexity: evaluations of the solver · steps · probes vector–Jacobian products of all rows; memory of the probes and six buffers as
    ///   large as `points`, taken once.
    package func logDensities(
        of points: Buffer, field: some VelocityField, seed: UInt64 = 0, firstRow: Int = 0
    ) -> [Double] {
        let dimension = field.dimension
        let rows = points.count / dimension
        precondition(points.count == rows * dimension, "whole points")
        let moved = Buffer(count: points.count)
        moved.copy(from: points)
        let product = Buffer(count: points.count)
        let probes = divergence.probes(rows: rows, dimension: dimension, seed: seed, firstRow: firstRow)
        /// ∫ div v dt from 1 to 0: the negative of the integral in the formula.
        var integrals = [Double](repeating: 0, count: rows)
        solver.integrate(moved, from: 1, to: 0, steps: steps) { points, time, share, velocity in
            if knowsEnd, time == 1 {
                velocity.copy(from: points)
                for row in 0..<rows { integrals[row] += share * Double(dimension) }
                return
            }
            for index in 0..<probes.count {
                let probe = probes.probe(index)
                field.velocityAndProduct(at: points, time: time, probe: probe, into: velocity, product: product)
                Self.addProducts(
                    of: probe, product, dimension: dimension, weight: share * probes.weight, to: &integrals)
            }
        }
        return moved.withSpan { points in
            (0..<rows).map { row in
                var squares = 0.0
                for index in row * dimension..<(row + 1) * dimension {
                    squares += Double(points[index]) * Double(points[index])
                }
                return integrals[row] - 0.5 * squares - Double(dimension) * Self.normalization
            }
        }
    }

    /// ½ log 2π.
    private static let normalization = 0.918_938_533_204_672_8

    /// sums[row] += weight · Σ probe · product, the probe's estimate of the Jacobian's trace.
    private static func addProducts(
        of probe: Buffer, _ product: Buffer, dimension: Int, weight: Double, to sums: inout [Double]
    ) {
        probe.withSpan { probe in
            product.withSpan { product in
                for row in sums.indices {
                    var sum = 0.0
                    for index in row * dimension..<(row + 1) * dimension {
                        sum += Double(probe[index]) * Double(product[index])
                    }
                    sums[row] += weight * sum
                }
            }
        }
    }
}
