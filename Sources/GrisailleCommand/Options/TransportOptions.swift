import ArgumentParser
import Grisaille

extension FlowSolver: ExpressibleByArgument {}

/// The options of a flow prior's steps from noise to latents.
struct TransportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The steps of a flow prior from noise to latents. For samples 1, 2 or 4 are long steps, which the prior has \
            learned: they are faster, and lose some quality. More than 4, or any number with --solver, follow the flow. \
            (default: for samples 5 or 7, which are fitted to the prior, 16 for densities, 32 for paths and translations, \
            which go both ways)
            """, valueName: "n"))
    var samplingSteps: Int?

    @Option(
        help: """
            How it follows the flow: adams (one evaluation per step), heun (two, and more exact) or euler (one, and less \
            exact). Samples take neither long steps nor those fitted to the prior then. (default: adams for samples of a \
            prior without fitted steps, else heun)
            """)
    var solver: FlowSolver?

    @Option(
        help: ArgumentHelp(
            """
            How strongly a class and conditions are emphasised: 1 draws them as they were learned, more gives more typical \
            and less varied images. Long steps have learned a guidance of 2. (default: 2 for samples of classes or with \
            --condition, else 1)
            """, valueName: "x"))
    var guidance: Double?

    /// Whether any of the options is given.
    var isGiven: Bool { samplingSteps != nil || solver != nil || guidance != nil }

    func validate() throws {
        if let samplingSteps, !(1...10_000).contains(samplingSteps) {
            throw ValidationError("--sampling-steps must be within 1...10000.")
        }
        if let guidance, !(0...100).contains(guidance) { throw ValidationError("--guidance must be within 0...100.") }
    }

    /// The steps of a model's prior, with the given options.
    ///
    /// - Throws: `CommandError` if options are given and the prior takes no steps.
    func transport(for model: Model, default standard: Transport = Transport()) throws -> Transport {
        switch model.prior.configuration {
        case .flow: break
        case .standard where isGiven:
            throw CommandError.usage(
                "the model's prior is the standard normal, which takes no steps: leave --sampling-steps, --solver and "
                    + "--guidance out, or fit a flow with grisaille prior fit")
        case .ladder where isGiven, .mixture where isGiven, .vamp where isGiven:
            throw CommandError.usage(
                "the model's prior takes no steps: leave --sampling-steps, --solver and --guidance out")
        case .standard, .ladder, .mixture, .vamp: break
        }
        if guidance ?? 1 != 1, !model.prior.isGuidable {
            if !model.prior.conditions.isEmpty {
                throw CommandError.usage(
                    "--guidance emphasises a class or conditions, and neither is given: add sample --condition, or leave "
                        + "--guidance out")
            }
            throw CommandError.notConditional(option: "--guidance")
        }
        var transport = standard
        transport.steps = samplingSteps ?? transport.steps
        transport.solver = solver ?? transport.solver
        transport.guidance = guidance ?? transport.guidance
        return transport
    }
}
