import Kernels
import VAE

/// The samples chosen from a pool of candidates, and what the choice did.
public struct DiverseChoice: Sendable {
    /// One of the chosen.
    public struct Sample: Sendable, Hashable {
        /// Its number in the pool.
        public let candidate: Int
        public let kind: Int
        public let typicality: Double
        public let consistency: Double
        /// The probability with which it was to be chosen; nil where nothing was drawn.
        public let inclusionProbability: Double?
        /// How much it counts where statistics of the pool are to be had from the samples, or of its kind where each has its
        /// share: their mean is 1.
        public let weight: Double
    }

    /// What is wanted.
    public enum Wanted: Sendable, Hashable {
        /// So many, of whatever kinds are varied.
        case any(Int)
        /// One of each of these kinds, each kind chosen for itself.
        case kinds([Int])

        public var count: Int {
            switch self {
            case .any(let count): count
            case .kinds(let order): order.count
            }
        }
    }

    /// In the order of the kinds that were asked for, or of the candidates.
    public let samples: [Sample]
    /// Of the first candidates, as many of each kind: what plain sampling would have given.
    public let before: DiversityMeasures
    public let after: DiversityMeasures
    /// Mean typicalities of the same.
    public let typicalityBefore: Double
    public let typicalityAfter: Double
    /// Within which 90 of 100 candidates' typicalities lie.
    public let usualTypicality: ClosedRange<Double>
    /// How many have no place in the kernel's rank.
    public let beyondRank: Int
    /// The share of the kernel's trace that was left out where it was approximated; of several kinds the largest.
    public let unexplained: Double

    /// - kinds: of every candidate.
    /// - diversity: λ, within 0...1.
    ///
    /// - Precondition: the pool has as many candidates, of every kind, as are wanted.
    public init(
        _ wanted: Wanted, from pool: CandidatePool, kinds: [Int], diversity: Double, method: SelectionMethod,
        seed: UInt64, workers: WorkerPool
    ) {
        let similarity = Similarity(pool.features, pool: workers)
        let quality = Qualities(pool, kinds: kinds)
        var (beyondRank, unexplained) = (0, 0.0)
        func choose(_ count: Int, among candidates: [Int], number: Int) -> [Sample] {
            let own =
                candidates.count == pool.count ? similarity : Similarity(pool.features.rows(candidates), pool: workers)
            let kernel = DiversityKernel(own, qualities: candidates.map { quality.values[$0] }, diversity: diversity)
            let selection = DiverseSelection(
                count, of: kernel, method: method, seed: seed, number: number, pool: workers)
            beyondRank += selection.beyondRank
            unexplained = max(unexplained, selection.unexplained)
            return selection.items.enumerated().map { place, item in
                let candidate = candidates[item]
                return Sample(
                    candidate: candidate, kind: kinds[candidate], typicality: quality.typicality[candidate],
                    consistency: quality.consistency[candidate],
                    inclusionProbability: selection.inclusionProbabilities?[place], weight: selection.weights[place])
            }
        }
        let plain: [Int]
        switch wanted {
        case .any(let count):
            samples = choose(count, among: Array(0..<pool.count), number: 0)
            plain = Array(0..<count)
        case .kinds(let order):
            let members = Dictionary(grouping: 0..<pool.count, by: { kinds[$0] })
            let counts = Dictionary(grouping: order, by: { $0 }).mapValues(\.count).sorted { $0.key < $1.key }
            plain = counts.flatMap { members[$0.key]!.prefix($0.value) }
            var chosen: [Int: ArraySlice<Sample>] = [:]
            for (kind, count) in counts { chosen[kind] = choose(count, among: members[kind]!, number: kind)[...] }
            samples = order.map { chosen[$0]!.removeFirst() }
        }
        self.beyondRank = beyondRank
        self.unexplained = unexplained
        let modes = PoolModes(pool.features, count: Self.modes(samples.count), seed: seed, pool: workers)
        let after = samples.map(\.candidate)
        before = DiversityMeasures(of: plain, in: similarity, modes: modes, pool: workers)
        self.after = DiversityMeasures(of: after, in: similarity, modes: modes, pool: workers)
        let typicalities = quality.typicality.sorted()
        usualTypicality = typicalities[typicalities.count / 20]...typicalities[typicalities.count * 19 / 20]
        typicalityBefore = plain.reduce(0) { $0 + quality.typicality[$1] } / Double(plain.count)
        typicalityAfter = after.reduce(0) { $0 + quality.typicality[$1] } / Double(after.count)
    }

    /// Of every candidate, measured among those of its kind: kinds differ in density.
    private struct Qualities {
        var values: [Double]
        var typicality: [Double]
        var consistency: [Double]

        init(_ pool: CandidatePool, kinds: [Int]) {
            values = [Double](repeating: 0, count: pool.count)
            (typicality, consistency) = (values, values)
            for (_, candidates) in Dictionary(grouping: 0..<pool.count, by: { kinds[$0] }) {
                let own = CandidateQuality(
                    logDensities: candidates.map { pool.logDensities[$0] },
                    encodingErrors: candidates.map { pool.encodingErrors[$0] })
                for (place, (candidate, value)) in zip(candidates, own.values).enumerated() {
                    values[candidate] = value
                    typicality[candidate] = own.typicality[place]
                    consistency[candidate] = own.consistency[place]
                }
            }
        }
    }

    /// As many modes as plain draws of that number are likely to leave some of out.
    private static func modes(_ count: Int) -> Int { max(2, min(50, count)) }
}
