/// How log densities are estimated that a prior can't compute exactly, such as those of a flow.
package struct DensityOptions: Sendable, Hashable {
    /// The solver of a flow, and the number of its steps.
    package var solver: FlowSolver
    package var steps: Int
    /// The seed of the random numbers, where there are any.
    package var seed: UInt64

    /// The default number of steps.
    package static let defaultSteps = 16

    package init(solver: FlowSolver = .heun, steps: Int = defaultSteps, seed: UInt64 = 0) {
        self.solver = solver
        self.steps = steps
        self.seed = seed
    }
}
