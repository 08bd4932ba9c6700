import Foundation
import Kernels
import Testing

@testable import VAE

@Suite struct FlowSolverTests {
    static let straight = StraightPathField(mean: [0.5, -1.5, 0], deviation: [0.4, 2, 1])
    /// A field that turns, shears and grows.
    static let turning = MatrixField(matrix: [[0.3, -2], [1.5, 0.1]])

    private func normal(_ count: Int, seed: UInt64 = 3) -> Buffer {
        let values = Buffer(count: count)
        RandomStream(seed: seed, purpose: .tests).fillNormal(values)
        return values
    }

    /// This path carries noise x₀ to m + s · x₀: v keeps every point's standardised place.
    @Test(arguments: [(FlowSolver.euler, 400, 0.02), (.heun, 50, 0.002), (.adams, 100, 0.002)])
    func noiseIsCarriedToTheTarget(solver: FlowSolver, steps: Int, tolerance: Double) {
        let rows = 100
        let noise = normal(rows * 3)
        let points = Buffer(noise.values)
        solver.transport(points, from: 0, to: 1, steps: steps, field: Self.straight)
        for place in 0..<points.count {
            let wanted = Self.straight.mean[place % 3] + Self.straight.deviation[place % 3] * Double(noise[place])
            #expect(abs(Double(points[place]) - wanted) < tolerance * max(1, abs(wanted)))
        }
    }

    /// Many transported draws have the target's moments, to five standard errors.
    @Test func transportedNoiseHasTheTargetsMoments() {
        let rows = 4000
        let points = normal(rows * 3, seed: 4)
        FlowSolver.heun.transport(points, from: 0, to: 1, steps: 20, field: Self.straight)
        let error = 5 / Double(rows).squareRoot()
        for index in 0..<3 {
            let values = stride(from: index, to: points.count, by: 3).map { Double(points[$0]) }
            let mean = values.reduce(0, +) / Double(rows)
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)).squareRoot()
            let wanted = Self.straight.deviation[index]
            #expect(abs(mean - Self.straight.mean[index]) < error * wanted + 0.01)
            #expect(abs(deviation - wanted) < error * wanted + 0.01)
        }
    }

    /// The maximum distance from the exact solution at time 1.
    private func error(_ solver: FlowSolver, steps: Int) -> Double {
        let rows = 20
        let start = normal(rows * 2)
        let points = Buffer(start.values)
        solver.transport(points, from: 0, to: 1, steps: steps, field: Self.turning)
        return (0..<rows).reduce(0) { largest, row in
            let exact = Self.turning.flow([Double(start[2 * row]), Double(start[2 * row + 1])], time: 1)
            let distance = hypot(Double(points[2 * row]) - exact[0], Double(points[2 * row + 1]) - exact[1])
            return max(largest, distance)
        }
    }

    @Test(arguments: [(FlowSolver.euler, 2.0), (.heun, 4), (.adams, 4)])
    func errorsFallWithTheSolversOrder(solver: FlowSolver, factor: Double) {
        for steps in [32, 64] {
            let ratio = error(solver, steps: steps) / error(solver, steps: 2 * steps)
            #expect(abs(ratio / factor - 1) < 0.1, "\(ratio) at \(steps) steps")
        }
    }

    /// The shares of a constant sum to the length of the path, and those of the time to its integral.
    @Test(arguments: FlowSolver.allCases, [1, 2, 7])
    func sharesIntegrateOtherQuantities(solver: FlowSolver, steps: Int) {
        var (length, integral) = (0.0, 0.0)
        solver.integrate(normal(2), from: 1, to: 0, steps: steps) { _, time, share, velocity in
            velocity.fill(0)
            length += share
            integral += share * time
        }
        #expect(abs(length + 1) < 1e-12)
        if solver != .euler, steps > 1 { #expect(abs(integral + 0.5) < 1.5 / Double(steps * steps)) }
    }

    @Test(arguments: [(FlowSolver.euler, 1000, 0.02), (.heun, 100, 0.0005), (.adams, 200, 0.0005)])
    func solvingBackwardsGivesTheStart(solver: FlowSolver, steps: Int, tolerance: Double) {
        let start = normal(60)
        func expectReturn(_ field: some VelocityField) {
            let points = Buffer(start.values)
            solver.transport(points, from: 0, to: 1, steps: steps, field: field)
            solver.transport(points, from: 1, to: 0, steps: steps, field: field)
            for place in 0..<points.count {
                #expect(abs(Double(points[place] - start[place])) < tolerance * 3)
            }
        }
        expectReturn(Self.straight)
        expectReturn(Self.turning)
    }

    /// The path may be followed in two parts.
    @Test func aPathCanBeSplit() {
        let points = normal(30)
        let cut = Buffer(points.values)
        let middle = FlowSolver.time(atPlace: 0.25)
        FlowSolver.heun.transport(points, from: 0, to: 1, steps: 40, field: Self.straight)
        FlowSolver.heun.transport(cut, from: 0, to: middle, steps: 10, field: Self.straight)
        FlowSolver.heun.transport(cut, from: middle, to: 1, steps: 30, field: Self.straight)
        for place in 0..<30 { #expect(abs(points[place] - cut[place]) < 1e-5) }
    }
}
