import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct FlowDensityTests {
    static let straight = StraightPathField(mean: [0.5, -1.5, 0], deviation: [0.4, 2, 1])
    /// Its off-diagonal parts differ, so that random probes see more than the trace.
    static let turning = MatrixField(matrix: [[0.3, -2, 0.2], [1.2, 0.1, 0], [0.4, -0.3, -0.6]])
    static let rows = 12

    /// Points within about two deviations of the target's centre.
    private var points: Buffer {
        let values = Buffer(count: Self.rows * 3)
        RandomStream(seed: 8, purpose: .tests).fillNormal(values)
        for place in 0..<values.count {
            let (mean, deviation) = (Self.straight.mean[place % 3], Self.straight.deviation[place % 3])
            values[place] = Float(mean + deviation * Double(values[place]))
        }
        return values
    }

    private func normalDensity(_ standardized: [Double]) -> Double {
        standardized.reduce(0) { $0 - 0.5 * ($1 * $1 + log(2 * .pi)) }
    }

    private func point(_ row: Int, of points: Buffer) -> [Double] { (0..<3).map { Double(points[3 * row + $0]) } }

    private func straightDensity(_ point: [Double]) -> Double {
        let standardized = (0..<3).map { (point[$0] - Self.straight.mean[$0]) / Self.straight.deviation[$0] }
        return normalDensity(standardized) - Self.straight.deviation.reduce(0) { $0 + log($1) }
    }

    /// The density of a point x: its noise is e^(-A) x, and the volume has grown by e^(tr A).
    private func turningDensity(_ point: [Double]) -> Double {
        normalDensity(Self.turning.flow(point, time: -1)) - Self.turning.trace
    }

    @Test func densitiesAreTheNormals() {
        let points = points
        let before = points.values
        let found = FlowDensity(steps: 200, divergence: .exact)
            .logDensities(of: points, field: Self.straight)
        #expect(points.values == before)
        for row in 0..<Self.rows { #expect(abs(found[row] - straightDensity(point(row, of: points))) < 1e-3) }
    }

    @Test func densitiesOfATurningFlowAreExact() {
        let points = points
        let found = FlowDensity(steps: 200, divergence: .exact)
            .logDensities(of: points, field: Self.turning)
        for row in 0..<Self.rows { #expect(abs(found[row] - turningDensity(point(row, of: points))) < 1e-3) }
    }

    /// At time 1 the velocity of a flow from independent noise is the point itself. That of the other flow isn't.
    @Test(arguments: [FlowSolver.euler, .heun]) func theEndIsKnown(solver: FlowSolver) {
        func densities(_ field: some VelocityField, knowsEnd: Bool) -> [Double] {
            FlowDensity(solver: solver, steps: 3, divergence: .exact, knowsEnd: knowsEnd)
                .logDensities(of: points, field: field)
        }
        let (own, asked) = (densities(Self.straight, knowsEnd: true), densities(Self.straight, knowsEnd: false))
        for row in 0..<Self.rows { #expect(abs(own[row] - asked[row]) < 1e-5) }
        #expect(densities(Self.turning, knowsEnd: true) != densities(Self.turning, knowsEnd: false))
    }

    /// Twice the steps give a quarter of the error.
    @Test func errorsFallWithTheSquareOfTheSteps() {
        let points = points
        func error(_ steps: Int) -> Double {
            let found = FlowDensity(steps: steps, divergence: .exact)
                .logDensities(of: points, field: Self.straight)
            return (0..<Self.rows).reduce(0) { max($0, abs(found[$1] - straightDensity(point($1, of: points)))) }
        }
        #expect(abs(error(40) / error(80) / 4 - 1) < 0.15)
    }

    @Test(arguments: [1, 3]) func signProbesGiveADiagonalTraceExactly(probes: Int) {
        let exact = FlowDensity(steps: 20, divergence: .exact)
            .logDensities(of: points, field: Self.straight)
        let estimated = FlowDensity(steps: 20, divergence: .estimated(probes: probes))
            .logDensities(of: points, field: Self.straight, seed: 5)
        for (one, other) in zip(exact, estimated) { #expect(abs(one - other) < 1e-5) }
    }

    /// The error of a probe's trace is Σ over pairs of (A_ij + A_ji) z_i z_j, and the products of signs are independent
    /// of one another.
    @Test func estimatesAreUnbiased() {
        let probes = 2000
        let density = FlowDensity(steps: 2, divergence: .exact)
        let exact = density.logDensities(of: points, field: Self.turning)
        let estimated = FlowDensity(steps: 2, divergence: .estimated(probes: probes))
            .logDensities(of: points, field: Self.turning)
        let variance = [(0, 1), (0, 2), (1, 2)].reduce(0) {
            $0 + pow(Self.turning.matrix[$1.0][$1.1] + Self.turning.matrix[$1.1][$1.0], 2)
        }
        for (one, other) in zip(exact, estimated) {
            #expect(abs(one - other) < 5 * (variance / Double(probes)).squareRoot())
        }
    }

    /// A probe is held along the whole path, so its error in a constant field is one of four values. A row's probes
    /// don't depend on the other rows.
    @Test func probesBelongToTheRow() {
        let density = FlowDensity(steps: 7, divergence: .estimated(probes: 1))
        let exact = FlowDensity(steps: 7, divergence: .exact)
            .logDensities(of: points, field: Self.turning)
        let all = density.logDensities(of: points, field: Self.turning, seed: 5)
        let parts = [0..<5, 5..<6, 6..<Self.rows].flatMap { range in
            density.logDensities(
                of: points[3 * range.lowerBound..<3 * range.upperBound], field: Self.turning,
                seed: 5, firstRow: range.lowerBound)
        }
        #expect(all == parts)
        #expect(all != density.logDensities(of: points, field: Self.turning, seed: 6))
        let pairs = [(-2 + 1.2), (0.2 + 0.4), (0 - 0.3)]
        let errors = [[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]].map { signs in
            zip(signs, pairs).reduce(0) { $0 - $1.0 * $1.1 }
        }
        var seen: Set<Int> = []
        for (one, other) in zip(all, exact) {
            let nearest = errors.indices.min { abs(one - other - errors[$0]) < abs(one - other - errors[$1]) }!
            #expect(abs(one - other - errors[nearest]) < 1e-4)
            seen.insert(nearest)
        }
        #expect(seen.count > 1)
    }
}
