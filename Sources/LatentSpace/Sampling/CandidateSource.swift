import Platform
import VAE

/// Draws candidates from a prior and keeps those that can become samples: novel ones of the kinds that are wanted.
struct CandidateSource {
    private let inference: Inference
    private let request: SampleRequest
    private(set) var novelty: NoveltyFilter?

    /// Candidates drawn at a time, between two reports of progress.
    private static let candidatesPerPart = 64
    /// The search ends after this many candidates per sample, or per image that a group lacks, and some more.
    private static let maximumPerSample = 20
    private static let maximumPerGroupedSample = 200
    private static let additional = 500

    init(_ inference: Inference, _ request: SampleRequest) {
        self.inference = inference
        self.request = request
        novelty = request.novelty
    }

    /// Draws until there are as many of every kind as are wanted.
    ///
    /// - Parameters:
    ///   - poolCount: The minimum number of draws, and the maximum number of candidates of one kind.
    ///   - progress: Told how far the work has come; an error that it throws ends the work.
    /// - Throws: `SamplingError` if a kind hardly ever comes up or too few candidates are novel, `InferenceError.notFinite`,
    ///   and what `progress` throws.
    mutating func gather(_ poolCount: Int, progress: (SamplingProgress) throws -> Void) throws -> Candidates {
        let wanted = request.wanted
        let perSample = request.sorter == nil ? Self.maximumPerSample : Self.maximumPerGroupedSample
        let maximum = max(poolCount, perSample * wanted.count + Self.additional)
        let classIndices = request.classes.classIndices(maximum)
        let sampler = PriorSampler(inference.model, pool: inference.pool)
        var missing = MissingCandidates(wanted)
        var (values, numbers, kinds, drawn) = ([Float](), [Int](), [Int](), 0)
        let total = max(poolCount, wanted.count)
        let stage = poolCount > wanted.count ? SamplingProgress.Stage.drawingCandidates : .drawing
        while drawn < poolCount || missing.count > 0 {
            let report = SamplingProgress(
                stage: stage, done: total - max(poolCount - drawn, missing.count), total: total)
            try progress(report)
            let range = drawn..<min(drawn < poolCount ? poolCount : maximum, drawn + Self.candidatesPerPart)
            guard !range.isEmpty else { throw tooFew(missing, drawn: drawn) }
            let latents = try sampler.draw(
                range, seed: request.seed, temperature: request.temperature, classes: Array(classIndices[range]),
                transport: request.transport)
            let found = try judge(latents, range, classIndices) { try progress(report) }
            for (place, kind) in found.enumerated() {
                guard let kind, missing.wants(kind), missing.found[kind, default: 0] < poolCount else { continue }
                missing.find(kind)
                values += latents[place]
                numbers.append(range.lowerBound + place)
                kinds.append(kind)
            }
            drawn = range.upperBound
        }
        return Candidates(
            latents: Latents(dimension: inference.model.configuration.latentCount, values: values), numbers: numbers,
            kinds: kinds, classes: numbers.map { classIndices[$0] })
    }

    /// The kind of every candidate; nil for one that is refused.
    private mutating func judge(
        _ latents: Latents, _ range: Range<Int>, _ classIndices: [Int?], progress: () throws -> Void
    ) throws -> [Int?] {
        let drawnKinds = range.map { classIndices[$0] ?? 0 }
        guard request.sorter != nil || novelty != nil else { return drawnKinds }
        let images = try inference.decode(latents)
        let kinds = try request.sorter?.groups(of: images) ?? drawnKinds
        let isNovel = try novelty?.pass(images, first: range.lowerBound, progress: progress) ?? images.map { _ in true }
        return zip(kinds, isNovel).map { $1 ? $0 : nil }
    }

    private func tooFew(_ missing: MissingCandidates, drawn: Int) -> SamplingError {
        if let sorter = request.sorter, let rarest = missing.kinds.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })
        {
            let found = missing.found[rarest.key, default: 0]
            return .rareGroup(
                sorter.names[rarest.key], found: found, wanted: found + rarest.value, candidates: drawn)
        }
        return .copies(refused: novelty?.refused ?? 0, candidates: drawn, wanted: request.wanted.count)
    }
}
