import Grisaille

/// The steps by which samples were drawn from a flow prior, as JSON.
struct StepsReport: Encodable {
    /// The number of long steps; nil if the flow was followed.
    var longSteps: Int?
    /// The number of steps that are fitted to the prior; nil if a solver took its own.
    var fittedSteps: Int?
    var solver: FlowSolver?
    /// The number of the solver's steps.
    var solverSteps: Int?
    /// The guidance of samples of classes or with given conditions; nil for others.
    var guidance: Double?

    /// Nil for a prior that takes no steps.
    init?(_ transport: Transport, of prior: any Prior) {
        guard case .flow(let flow) = prior.configuration else { return nil }
        longSteps = transport.longSteps
        if longSteps == nil, let steps = flow.fittedSteps(for: transport) { fittedSteps = steps.count }
        if longSteps == nil, fittedSteps == nil { (solver, solverSteps) = (transport.solver, transport.steps) }
        guard prior.isGuidable else { return }
        guidance = longSteps == nil ? transport.guidance : flow.longSteps?.guidance
    }
}
