/// How log densities are estimated that a prior can't compute exactly, such as those of a flow.
package struct DensityOptions: Sendable, Hashable {
    /// The solver of a flow, and the number of its steps.
    package var solver: FlowSolver
    package var steps: Int
    /// The seed of the random numbers, where there are any.
    package var seed: UInt64
    /// Whether a flow's velocity at time 1 is taken to be the point itself, instead of asking the network: what the noise was
    /// that a latent came from can't be told from the latent. So it is for every flow that has learned its latents.
    package var knowsEnd: Bool

    /// The default number of steps.
    package static let defaultSteps = 16

    package init(
        solver: FlowSolver = .heun, steps: Int = defaultSteps, seed: UInt64 = 0, knowsEnd: Bool = false
    ) {
        self.solver = solver
        self.steps = steps
        self.seed = seed
        self.knowsEnd = knowsEnd
    }
}
