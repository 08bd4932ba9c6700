/// The numbers of a session's state that are no arrays, its optimizers' step count aside.
struct SessionCounters: Sendable, Hashable, Codable {
    var clipper = GradientClipper()
    /// Steps that were left out because their gradients were not finite, or absurdly long.
    var skippedSteps = 0
    /// Steps left out since the last one that was taken.
    var skippedInARow = 0
    /// What the adversarial part of the decoder's loss is multiplied with, once it is known.
    var balance: Double?

    /// Whether training can have come here: a file may claim anything.
    var isPossible: Bool {
        let counts = 0..<1 << 48
        return counts.contains(skippedSteps) && (0...skippedSteps).contains(skippedInARow) && clipper.isPossible
            && balance?.isFinite ?? true
    }

    init() {}

    init(from decoder: any Swift.Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        clipper = try values.decode(GradientClipper.self, forKey: .clipper)
        // The decoder's and the prior's stages didn't count these in older files.
        skippedSteps = try values.decodeIfPresent(Int.self, forKey: .skippedSteps) ?? 0
        skippedInARow = try values.decodeIfPresent(Int.self, forKey: .skippedInARow) ?? 0
        balance = try values.decodeIfPresent(Double.self, forKey: .balance)
    }
}
