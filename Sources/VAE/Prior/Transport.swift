/// How a prior goes from noise to latents and back, where it takes steps.
public struct Transport: Sendable, Hashable {
    public var solver: FlowSolver
    public var steps: Int
    /// How far a class is emphasised: 1 draws from the class as it was learnt, more gives more typical and less varied
    /// images of it.
    ///
    /// Source: Ho & Salimans, 2022, arXiv:2207.12598.
    public var guidance: Double

    public init(solver: FlowSolver = .heun, steps: Int = 16, guidance: Double = 1) {
        self.solver = solver
        self.steps = steps
        self.guidance = guidance
    }
}
