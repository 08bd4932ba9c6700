import Kernels
import VAE

/// The samples chosen from a pool of candidates, kind by kind, and what the choice did.
public struct DiverseChoice: Sendable {
    /// One of the chosen.
    public struct Sample: Sendable, Hashable {
        /// Its number in the pool.
        public let candidate: Int
        public let typicality: Double
        public let consistency: Double
        /// The probability with which it was to be chosen among its kind; nil where nothing was drawn.
        public let inclusionProbability: Double?
        /// How much it counts where statistics of its kind are to be had from the samples: their mean is 1.
        public let weight: Double
    }

    /// In the order of the kinds that were asked for.
    public let samples: [Sample]
    /// Of the first candidates, as many of each kind: what plain sampling would have given.
    public let before: DiversityMeasures
    public let after: DiversityMeasures
    /// Mean typicalities of the same.
    public let typicalityBefore: Double
    public let typicalityAfter: Double
    /// How many have no place in the kernel's rank.
    public let beyondRank: Int
    /// Whether the kernel was approximated.
    public let isApproximate: Bool

    /// - kinds: of every sample wanted, in the order wanted.
    /// - candidateKinds: of every candidate.
    /// - diversity: λ, within 0...1.
    ///
    /// - Precondition: the pool has as many candidates of every kind as are wanted.
    public init(
        kinds: [Int], from pool: CandidatePool, candidateKinds: [Int], diversity: Double, method: SelectionMethod,
        seed: UInt64, workers: WorkerPool
    ) {
        let similarity = Similarity(pool.features, pool: workers)
        let modes = PoolModes(pool.features, count: Self.modes(kinds.count), seed: seed, pool: workers)
        var (chosen, plain) = ([Int: [Sample]](), [Int]())
        var (beyondRank, isApproximate) = (0, false)
        var typicalities = [Double](repeating: 0, count: pool.count)
        for kind in Set(kinds).sorted() {
            let candidates = (0..<pool.count).filter { candidateKinds[$0] == kind }
            let count = kinds.count { $0 == kind }
            let quality = CandidateQuality(
                logDensities: candidates.map { pool.logDensities[$0] },
                encodingErrors: candidates.map { pool.encodingErrors[$0] })
            for (place, candidate) in candidates.enumerated() { typicalities[candidate] = quality.typicality[place] }
            let kernel = DiversityKernel(
                Similarity(pool.features.rows(candidates), pool: workers), qualities: quality.values,
                diversity: diversity)
            let selection = DiverseSelection(
                count, of: kernel, method: method, seed: seed, number: kind, pool: workers)
            chosen[kind] = selection.items.enumerated().map { place, item in
                Sample(
                    candidate: candidates[item], typicality: quality.typicality[item],
                    consistency: quality.consistency[item],
                    inclusionProbability: selection.inclusionProbabilities?[place], weight: selection.weights[place])
            }
            plain += candidates.prefix(count)
            beyondRank += selection.beyondRank
            if method == .dpp, !kernel.isExact { isApproximate = true }
        }
        var taken = [Int: Int]()
        samples = kinds.map { kind in
            defer { taken[kind, default: 0] += 1 }
            return chosen[kind]![taken[kind, default: 0]]
        }
        self.beyondRank = beyondRank
        self.isApproximate = isApproximate
        let after = samples.map(\.candidate)
        before = DiversityMeasures(of: plain, in: similarity, modes: modes, pool: workers)
        self.after = DiversityMeasures(of: after, in: similarity, modes: modes, pool: workers)
        typicalityBefore = plain.reduce(0) { $0 + typicalities[$1] } / Double(plain.count)
        typicalityAfter = after.reduce(0) { $0 + typicalities[$1] } / Double(after.count)
    }

    /// As many modes as plain draws of that number are likely to leave some of out.
    private static func modes(_ count: Int) -> Int { max(2, min(50, count)) }
}
