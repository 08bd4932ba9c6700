import Platform
import VAE

/// The samples chosen from a pool of candidates, and the effect of the choice.
package struct DiverseChoice: Sendable {
    /// A chosen sample.
    package struct Sample: Sendable, Hashable {
        /// Its number in the pool.
        package let candidate: Int
        package let kind: Int
        package let typicality: Double
        package let consistency: Double
        /// The probability with which it was chosen; nil if the choice was not random.
        package let inclusionProbability: Double?
        /// The weight of the sample in statistics of the pool, or of its kind if each kind has a share. The mean of the weights
        /// is 1.
        package let weight: Double
    }

    /// How many samples are wanted, and of which kinds.
    package enum Wanted: Sendable, Hashable {
        /// That many, of whatever kinds are varied.
        case any(Int)
        /// One for each of these kinds; each kind is chosen by itself.
        case kinds([Int])

        package var count: Int {
            switch self {
            case .any(let count): count
            case .kinds(let order): order.count
            }
        }
    }

    /// The samples in the order of the wanted kinds, or of the candidates.
    package let samples: [Sample]
    /// The variety of the first candidates, as many of each kind: what plain sampling would have given.
    package let before: DiversityMeasures
    /// The variety of the samples.
    package let after: DiversityMeasures
    /// The mean typicality of plain samples, and of those chosen.
    package let typicalityBefore: Double
    package let typicalityAfter: Double
    /// The range that holds the typicality of 90 of 100 candidates.
    package let usualTypicality: ClosedRange<Double>
    /// The number of samples beyond the kernel's rank.
    package let beyondRank: Int
    /// The share of the kernel's trace that an approximation left out; the maximum over the kinds.
    package let unexplained: Double

    /// - Parameters:
    ///   - wanted: How many samples are wanted, and of which kinds.
    ///   - pool: The candidates.
    ///   - diversity: How samples are chosen.
    ///   - seed: The seed of random choices.
    ///   - workers: The threads that do the work.
    /// - Precondition: The pool has as many candidates of every kind as are wanted.
    package init(
        _ wanted: Wanted, from pool: CandidatePool, diversity: SampleDiversity, seed: UInt64, workers: WorkerPool
    ) {
        let kinds = pool.kinds
        let method = diversity.method(count: wanted.count)
        let similarity = Similarity(pool.features, pool: workers)
        let quality = Qualities(pool)
        var (beyondRank, unexplained) = (0, 0.0)
        func choose(_ count: Int, among candidates: [Int], number: Int) -> [Sample] {
            let own =
                candidates.count == pool.count ? similarity : Similarity(pool.features.rows(candidates), pool: workers)
            let kernel = DiversityKernel(
                own, qualities: candidates.map { quality.values[$0] }, diversity: diversity.weight)
            let selection = DiverseSelection(count, of: kernel, method: method, seed: seed, number: number)
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
        before = DiversityMeasures(of: plain, in: similarity, modes: modes)
        self.after = DiversityMeasures(of: after, in: similarity, modes: modes)
        let typicalities = quality.typicality.sorted()
        usualTypicality = typicalities[typicalities.count / 20]...typicalities[typicalities.count * 19 / 20]
        typicalityBefore = plain.reduce(0) { $0 + quality.typicality[$1] } / Double(plain.count)
        typicalityAfter = after.reduce(0) { $0 + quality.typicality[$1] } / Double(after.count)
    }

    /// The quality of every candidate among those of its kind: kinds differ in density.
    private struct Qualities {
        var values: [Double]
        var typicality: [Double]
        var consistency: [Double]

        init(_ pool: CandidatePool) {
            values = [Double](repeating: 0, count: pool.count)
            (typicality, consistency) = (values, values)
            for (_, candidates) in Dictionary(grouping: 0..<pool.count, by: { pool.kinds[$0] }) {
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

    /// So many modes that that number of plain draws probably misses some.
    private static func modes(_ count: Int) -> Int { max(2, min(50, count)) }
}
