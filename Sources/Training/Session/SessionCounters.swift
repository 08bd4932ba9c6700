/// The scalars of a session's state, apart from its optimizers' step count.
struct SessionCounters: Sendable, Hashable, Codable {
    var clipper = GradientClipper()
    /// The number of steps skipped because their gradients were not finite or were outliers.
    var skippedSteps = 0
    /// The number of steps skipped since the last one that was taken.
    var skippedInARow = 0
    /// The factor of the adversarial part of the decoder's loss; nil until a step has measured it.
    var balance: Double?

    /// Whether training can reach these values. A damaged file may hold others.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        return counts.contains(skippedSteps) && (0...skippedSteps).contains(skippedInARow) && clipper.isPossible
            && balance?.isFinite ?? true
    }

    init() {}

    init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        clipper = try values.decode(GradientClipper.self, forKey: .clipper)
        // Older files lack these counts for the decoder's and the prior's stages.
        skippedSteps = try values.decodeIfPresent(Int.self, forKey: .skippedSteps) ?? 0
        skippedInARow = try values.decodeIfPresent(Int.self, forKey: .skippedInARow) ?? 0
        balance = try values.decodeIfPresent(Double.self, forKey: .balance)
    }
}
