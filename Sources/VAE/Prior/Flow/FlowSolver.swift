import Kernels

/// A solver of dx/dt = v(x, t) with evenly spaced steps.
package enum FlowSolver: String, Sendable, Hashable, Codable, CaseIterable {
    /// One evaluation per step; the error is inversely proportional to the number of steps.
    case euler
    /// Two evaluations per step, whose velocities are averaged; the error is inversely proportional to the square of the
    /// number of steps.
    case heun

    /// The number of evaluations of the velocity per step.
    package var evaluations: Int {
        switch self {
        case .euler: 1
        case .heun: 2
        }
    }

    /// Carries points along the field, in place, forwards or backwards in time.
    ///
    /// - Parameter points: `[rows, field.dimension]`
    /// - Complexity: steps · `evaluations` velocities of all rows; memory of three buffers as large as `points` at most,
    ///   taken once.
    package func transport(
        _ points: Buffer, from start: Double, to end: Double, steps: Int, field: some VelocityField
    ) {
        precondition(points.count.isMultiple(of: field.dimension), "whole points")
        integrate(points, from: start, to: end, steps: steps) { points, time, _, velocity in
            field.velocity(at: points, time: time, into: velocity)
        }
    }

    /// Carries points along a velocity that a function computes. `evaluate` sets the velocity at points and a time. The sum
    /// of `share` times another quantity at the same points is that quantity's integral along the path, to the solver's own
    /// order.
    func integrate(
        _ points: Buffer, from start: Double, to end: Double, steps: Int,
        evaluate: (_ points: Buffer, _ time: Double, _ share: Double, _ velocity: Buffer) -> Void
    ) {
        precondition(steps > 0, "at least one step")
        let step = (end - start) / Double(steps)
        let velocity = Buffer(count: points.count)
        let isHeun = self == .heun
        let predicted = Buffer(count: isHeun ? points.count : 0)
        let next = Buffer(count: isHeun ? points.count : 0)
        /// Exact at both ends.
        func time(_ index: Int) -> Double {
            let share = Double(index) / Double(steps)
            return start * (1 - share) + end * share
        }
        for index in 0..<steps {
            switch self {
            case .euler:
                evaluate(points, time(index), step, velocity)
                points.move(by: Float(step), along: velocity)
            case .heun:
                evaluate(points, time(index), step / 2, velocity)
                predicted.copy(from: points)
                predicted.move(by: Float(step), along: velocity)
                evaluate(predicted, time(index + 1), step / 2, next)
                points.move(by: Float(step / 2), along: velocity)
                points.move(by: Float(step / 2), along: next)
            }
        }
    }
}

extension Buffer {
    /// `self += step · velocity`.
    package func move(by step: Float, along velocity: Buffer) {
        precondition(count == velocity.count)
        velocity.withSpan { velocity in
            withMutableSpan { points in
                precondition(points.count == velocity.count)
                for index in points.indices { points[index] += step * velocity[index] }
            }
        }
    }
}
