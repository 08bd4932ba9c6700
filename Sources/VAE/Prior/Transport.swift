/// The settings of the maps between noise and latents.
package struct Transport: Sendable, Hashable {
    /// The number of long steps from noise to latents, which have a guidance of their own; nil to follow the flow's velocity
    /// with the solver. The map from latents to noise always follows the velocity.
    package var longSteps: Int?
    /// The solver of a flow.
    package var solver: FlowSolver
    /// The number of the solver's steps.
    package var steps: Int
    /// The strength of classifier-free guidance: 1 draws from a class as it was learned; higher values give more typical and
    /// less varied images of it.
    ///
    /// Source: Ho & Salimans, 2022, arXiv:2207.12598.
    package var guidance: Double
    /// The times at which guidance is applied. Early guidance, where everything is noise, reduces variety: without it,
    /// later guidance can be stronger, and the velocity without a class is computed less often.
    ///
    /// Source: Kynkäänniemi et al., 2024, arXiv:2404.07724.
    package var guidanceTimes: ClosedRange<Double>

    /// The default guidance for samples of a class: the best of 1, 1.25, 1.5, 2 and 3 by Fréchet distance, precision and
    /// recall together, on medical images.
    package static let sampleGuidance = 2.0
    /// The default times of that guidance.
    package static let sampleGuidanceTimes = 0.3...1.0

    package init(
        solver: FlowSolver = .heun, steps: Int = 10, guidance: Double = 1,
        guidanceTimes: ClosedRange<Double> = sampleGuidanceTimes, longSteps: Int? = nil
    ) {
        self.longSteps = longSteps
        self.solver = solver
        self.steps = steps
        self.guidance = guidance
        self.guidanceTimes = guidanceTimes
    }
}
