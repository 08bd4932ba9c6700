/// How log densities are estimated that a prior can't compute exactly, such as those of a flow.
package struct DensityOptions: Sendable, Hashable {
    /// The number of the solver's steps.
    package var steps: Int
    /// The seed of the random numbers, where there are any.
    package var seed: UInt64

    /// The default number of steps.
    package static let defaultSteps = 16

    package init(steps: Int = defaultSteps, seed: UInt64 = 0) {
        self.steps = steps
        self.seed = seed
    }
}
