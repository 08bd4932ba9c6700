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

    /// Whether samples are brought to the spectrum of the latents that the flow was trained on, if the prior has measured
    /// it. Paths that must end where they began aren't.
    package var matchesSpectrum: Bool

    /// Whether samples take the fitted steps of the prior, if it has some that allow the guidance, instead of the solver's.
    package var takesFittedSteps: Bool

    /// The steps of samples: those fitted to the prior, or else of a solver. On medical images of 64×64 seven of the solver
    /// lose nothing by distances and coverage against ten of `heun`, which take three times as long. On radiographs of
    /// 256×256 seven lose some, and twelve are as good as 24 of `heun` once both have the latents' spectrum. Long steps are
    /// faster still, and lose some quality.
    package static func samples(guided: Bool, dimension: Int) -> Transport {
        Transport(
            solver: .adams, steps: dimension > maximumOfFewSteps ? 12 : 7, guidance: guided ? sampleGuidance : 1,
            matchesSpectrum: true, takesFittedSteps: true)
    }

    /// The maximum number of a latent's dimensions for the smaller number of steps.
    static let maximumOfFewSteps = 1024

    package init(
        solver: FlowSolver = .heun, steps: Int = 10, guidance: Double = 1,
        guidanceTimes: ClosedRange<Double> = sampleGuidanceTimes, longSteps: Int? = nil, matchesSpectrum: Bool = false,
        takesFittedSteps: Bool = false
    ) {
        self.matchesSpectrum = matchesSpectrum
        self.takesFittedSteps = takesFittedSteps
        self.longSteps = longSteps
        self.solver = solver
        self.steps = steps
        self.guidance = guidance
        self.guidanceTimes = guidanceTimes
    }
}
