import Grisaille

/// Draws candidates from a prior, and keeps those of which samples may become: of the kinds that are wanted, and novel ones.
struct CandidateSource {
    let model: Model
    let inference: Inference
    let pool: WorkerPool
    let classes: SampledClasses
    let transport: Transport
    var temperature = 1.0
    /// Tells a candidate's kind by its image; where there is none, the class that it was drawn of is its kind.
    var sorter: GroupSorter?
    var novelty: NoveltyCheck?
    let global: GlobalOptions

    /// Candidates drawn at a time, between two looks at whether to stop.
    private static let atATime = 64
    /// Candidates for every sample, or for every image that a group lacks, before it is given up; and beside them.
    private static let mostASample = 20
    private static let mostAGroupedSample = 200
    private static let more = 500

    /// Draws until there are as many of every kind as are wanted.
    ///
    /// - poolCount: candidates that are drawn at least; of no kind more are kept.
    /// - Throws: `CommandError` where a kind hardly ever comes up, too few candidates are novel, or when interrupted.
    mutating func gather(_ wanted: DiverseChoice.Wanted, poolCount: Int) throws -> Candidates {
        let most = max(
            poolCount, (sorter == nil ? Self.mostASample : Self.mostAGroupedSample) * wanted.count + Self.more)
        let classIndices = classes.classIndices(most)
        let sampler = PriorSampler(model, pool: pool)
        var missing = MissingCandidates(wanted)
        var (values, numbers, kinds, drawn) = ([Float](), [Int](), [Int](), 0)
        let total = max(poolCount, wanted.count)
        var progress = ProgressLine(
            poolCount > wanted.count ? "drawing candidates" : "drawing samples", total: total, isQuiet: global.quiet)
        defer { progress.end() }
        while drawn < poolCount || missing.count > 0 {
            try StopSignal.check()
            let range = drawn..<min(drawn < poolCount ? poolCount : most, drawn + Self.atATime)
            guard !range.isEmpty else { throw tooFew(wanted, missing, drawn: drawn) }
            let latents = try sampler.draw(
                range, seed: global.seed, temperature: temperature, classes: Array(classIndices[range]),
                transport: transport)
            for (place, kind) in try look(at: latents, range, classIndices).enumerated() {
                guard let kind, missing.wants(kind), missing.found[kind, default: 0] < poolCount else { continue }
                missing.find(kind)
                values += latents[place]
                numbers.append(range.lowerBound + place)
                kinds.append(kind)
            }
            drawn = range.upperBound
            progress.show(total - max(poolCount - drawn, missing.count))
        }
        return Candidates(
            latents: Latents(dimension: model.configuration.latentCount, values: values), numbers: numbers,
            kinds: kinds, classes: numbers.map { classIndices[$0] })
    }

    /// Of every candidate its kind; nil of one that is refused.
    private mutating func look(at latents: Latents, _ range: Range<Int>, _ classIndices: [Int?]) throws -> [Int?] {
        let drawnKinds = range.map { classIndices[$0] ?? 0 }
        guard sorter != nil || novelty != nil else { return drawnKinds }
        let images = try inference.decode(latents)
        let kinds = try sorter?.groups(of: images) ?? drawnKinds
        let isNovel = try novelty?.pass(images, first: range.lowerBound) ?? images.map { _ in true }
        return zip(kinds, isNovel).map { $1 ? $0 : nil }
    }

    private func tooFew(_ wanted: DiverseChoice.Wanted, _ missing: MissingCandidates, drawn: Int) -> CommandError {
        if let sorter, let rarest = missing.kinds.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
            let found = missing.found[rarest.key, default: 0]
            return .rareGroup(
                sorter.names[rarest.key], found: found, wanted: found + rarest.value, candidates: drawn)
        }
        return .copies(
            refused: novelty?.report.refused ?? 0, candidates: drawn, wanted: wanted.count)
    }
}
