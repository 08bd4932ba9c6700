import ArgumentParser
import Grisaille

extension SelectionMethod: ExpressibleByArgument {}
extension CandidateFeatures: ExpressibleByArgument {}

/// The options for choosing samples from more candidates than are wanted.
struct DiversityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Choose the samples from a pool of candidates: the larger λ, the more varied, from plain draws at 0 to the most \
            varied at 1. Below 1, quality counts too. (default: 0)
            """, valueName: "λ"))
    var diversity: Double?

    @Option(
        help: ArgumentHelp(
            "Candidates to choose from. (default: 20 per sample, at least 500)", valueName: "n"))
    var pool: Int?

    @Option(
        help: """
            How they are chosen: dpp (a random draw in which similar samples rarely come together, the more rarely the \
            larger λ), greedy (the most varied set that is found step by step; λ only sets how little quality counts) or \
            farthest (each the farthest from those before). (default: dpp for up to 2,000 samples, else greedy)
            """)
    var select: SelectionMethod?

    @Option(
        help: """
            What tells candidates apart: latent, encoder (the posterior means of their images) or pixels. (default: \
            encoder)
            """)
    var features: CandidateFeatures?

    func validate() throws {
        if let diversity, !(0...1).contains(diversity) { throw ValidationError("--diversity must be within 0...1.") }
        if let pool, !(1...10_000_000).contains(pool) {
            throw ValidationError("--pool must be within 1...10000000.")
        }
        if weight == 0, pool != nil || select != nil || features != nil {
            throw ValidationError("--pool, --select and --features belong to --diversity above 0.")
        }
    }

    /// λ
    private var weight: Double { diversity ?? 0 }

    /// How varied the samples are.
    var sampleDiversity: SampleDiversity {
        SampleDiversity(weight, pool: pool, method: select, features: features ?? .encoder)
    }
}
