/// How varied samples are made: they are chosen from a pool of more candidates than are wanted.
package struct SampleDiversity: Sendable, Hashable {
    /// λ, within 0...1: from plain draws at 0 to the most varied samples at 1.
    package var weight: Double
    /// The number of candidates; nil for 20 per sample and at least 500.
    package var pool: Int?
    /// How samples are chosen; nil for a draw from a k-DPP, or greedily if there are more than 2,000.
    package var method: SelectionMethod?
    /// What tells candidates apart.
    package var features: CandidateFeatures

    /// - Precondition: `weight` is within 0...1.
    package init(
        _ weight: Double, pool: Int? = nil, method: SelectionMethod? = nil, features: CandidateFeatures = .encoder
    ) {
        precondition((0...1).contains(weight), "a diversity within 0...1")
        self.weight = weight
        self.pool = pool
        self.method = method
        self.features = features
    }

    /// The maximum number of samples that are drawn from a k-DPP by default.
    private static let maximumDrawn = 2000
    private static let minimumPool = 500
    private static let candidatesPerSample = 20

    /// How that many samples are chosen.
    package func method(count: Int) -> SelectionMethod { method ?? (count > Self.maximumDrawn ? .greedy : .dpp) }

    /// The number of candidates for that many samples.
    ///
    /// - Throws: `SamplingError` if the pool is smaller than the number of samples, or too large for the choice.
    package func candidates(for count: Int) throws(SamplingError) -> Int {
        // Weaker similarities than these have no approximation with fewer features.
        let isBounded = method(count: count) == .dpp && weight < 0.5
        if let pool {
            guard pool >= count else { throw .poolTooSmall(pool, samples: count) }
            guard !isBounded || pool <= DiversityKernel.maximumExact else {
                throw .poolTooLarge(pool, maximum: DiversityKernel.maximumExact)
            }
            return pool
        }
        let usual = max(Self.minimumPool, Self.candidatesPerSample * count)
        return isBounded ? max(count, min(usual, DiversityKernel.maximumExact)) : usual
    }
}
