import ArgumentParser
import Grisaille

extension SelectionMethod: ExpressibleByArgument {}
extension CandidateFeatures: ExpressibleByArgument {}

/// How samples are chosen from more candidates than are wanted.
struct DiversityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Choose the samples from a pool of candidates: the larger λ is, the more varied, from plain draws at 0 to the \
            most varied at 1; below 1, quality counts too. (default: 0)
            """, valueName: "λ"))
    var diversity: Double?

    @Option(
        help: ArgumentHelp(
            "Candidates to choose from. (default: 20 a sample, at least 500)", valueName: "n"))
    var pool: Int?

    @Option(
        help: """
            How they are chosen: dpp (a random draw in which like samples rarely come together, the more rarely the \
            larger λ is), greedy (the most varied that can be found step by step, where λ only says how little quality \
            counts) or farthest (each the farthest from those before). (default: dpp for up to 2,000 samples, else greedy)
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
    var weight: Double { diversity ?? 0 }

    /// The most samples that a k-DPP is drawn of unless asked for.
    private static let mostDrawn = 2000
    private static let leastPool = 500
    private static let candidatesASample = 20

    var usedFeatures: CandidateFeatures { features ?? .encoder }

    func method(count: Int) -> SelectionMethod { select ?? (count > Self.mostDrawn ? .greedy : .dpp) }

    /// The candidates to draw.
    ///
    /// - Throws: `CommandError` where they are too few, or more than such a choice can be made of.
    func poolCount(for count: Int) throws -> Int {
        // Weaker similarities than these have no approximation that fewer features would do for.
        let isBounded = method(count: count) == .dpp && weight < 0.5
        if let pool {
            guard pool >= count else {
                throw CommandError.usage("--pool \(pool) is fewer than the \(count) samples to choose: raise it")
            }
            guard !isBounded || pool <= DiversityKernel.mostExact else {
                throw CommandError.usage(
                    "--select dpp with --diversity below 0.5 takes a --pool of up to \(DiversityKernel.mostExact): "
                        + "lower it, or choose --select greedy")
            }
            return pool
        }
        let usual = max(Self.leastPool, Self.candidatesASample * count)
        return isBounded ? max(count, min(usual, DiversityKernel.mostExact)) : usual
    }
}
