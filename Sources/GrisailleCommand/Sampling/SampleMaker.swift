import Grisaille

/// Draws candidates, refuses those too near to known images, and chooses the samples among them.
struct SampleMaker {
    let model: Model
    let inference: Inference
    let pool: WorkerPool
    let classes: SampledClasses
    let transport: Transport
    let temperature: Double
    let diversity: DiversityOptions
    /// Whether every class keeps its share where samples are chosen for their variety.
    let keepsShares: Bool
    var novelty: NoveltyCheck?
    let global: GlobalOptions

    /// Candidates for every sample, and beside them, before it is given up to find novel ones.
    private static let mostCandidatesASample = 20
    private static let moreCandidates = 500
    /// Candidates for every image that a group lacks.
    private static let mostCandidatesAGroup = 200

    /// - Throws: `CommandError` where too few candidates are novel, or when it was interrupted.
    mutating func make(_ count: Int) throws -> MadeSamples {
        StopSignal.install()
        guard diversity.weight > 0 else {
            let (latents, candidates) = novelty == nil ? try plain(count) : try novel(count)
            return MadeSamples(
                latents: latents, candidates: candidates, classes: classes.classIndices(count), novelty: novelty)
        }
        return try diverse(count)
    }

    private func plain(_ count: Int) throws -> (Latents, [Int]) {
        var progress = ProgressLine("drawing latents", total: count, isQuiet: global.quiet)
        defer { progress.end() }
        return (try draw(0..<count, classes.classIndices(count), &progress), Array(0..<count))
    }

    /// Latents that a learned prior takes its time for are drawn some at a time, so that it can be watched and stopped.
    private func draw(_ rows: Range<Int>, _ indices: [Int?], _ progress: inout ProgressLine) throws -> Latents {
        let sampler = PriorSampler(model, pool: pool)
        let size = 32 * global.threadCount
        var values: [Float] = []
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
            try StopSignal.check()
            let range = start..<min(rows.upperBound, start + size)
            values +=
                sampler.draw(
                    range, seed: global.seed, temperature: temperature, classes: Array(indices[range]),
                    transport: transport
                ).values
            progress.show(range.upperBound)
        }
        return Latents(dimension: model.configuration.latentCount, values: values)
    }

    /// The first candidates that are novel, for each sample one of its class.
    private mutating func novel(_ count: Int) throws -> (Latents, [Int]) {
        let most = Self.mostCandidatesASample * count + Self.moreCandidates
        let kinds = classes.classIndices(most)
        var missing: [Int?: Int] = [:]
        for kind in kinds.prefix(count) { missing[kind, default: 0] += 1 }
        var found: [Int?: [(candidate: Int, latent: ArraySlice<Float>)]] = [:]
        var progress = ProgressLine("drawing novel samples", total: count, isQuiet: global.quiet)
        defer { progress.end() }
        var silent = ProgressLine("", total: most, isQuiet: true)
        var next = 0
        while missing.values.contains(where: { $0 > 0 }) {
            let range = next..<min(most, next + max(64, min(512, count)))
            guard !range.isEmpty else { throw tooFew(wanted: count) }
            let latents = try draw(range, kinds, &silent)
            for (place, isNovel) in novelty!.pass(inference.decode(latents), first: next).enumerated() {
                let kind = kinds[next + place]
                guard isNovel, missing[kind, default: 0] > 0 else { continue }
                missing[kind]! -= 1
                found[kind, default: []].append((next + place, latents[place]))
            }
            next = range.upperBound
            progress.show(count - missing.values.reduce(0, +))
        }
        var taken: [Int?: Int] = [:]
        let chosen = kinds.prefix(count).map { kind in
            defer { taken[kind, default: 0] += 1 }
            return found[kind]![taken[kind, default: 0]]
        }
        let values = chosen.flatMap(\.latent)
        return (Latents(dimension: model.configuration.latentCount, values: values), chosen.map(\.candidate))
    }

    /// As many samples as each group lacks, group by group: the first that a classifier takes for one of its images.
    ///
    /// - Throws: `CommandError` where a group hardly ever comes up.
    mutating func make(_ missing: [Int], of names: [String], by classifier: GroupClassifier) throws -> MadeSamples {
        StopSignal.install()
        let count = missing.reduce(0, +)
        let most = Self.mostCandidatesAGroup * count + Self.moreCandidates
        let kinds = classes.classIndices(most)
        var found = [[(candidate: Int, latent: ArraySlice<Float>)]](repeating: [], count: missing.count)
        var progress = ProgressLine("drawing images of each group", total: count, isQuiet: global.quiet)
        defer { progress.end() }
        var silent = ProgressLine("", total: most, isQuiet: true)
        var next = 0
        while let lacking = missing.indices.first(where: { found[$0].count < missing[$0] }) {
            let range = next..<min(most, next + 256)
            guard !range.isEmpty else {
                throw CommandError.rareGroup(
                    names[lacking], found: found[lacking].count, wanted: missing[lacking], candidates: most)
            }
            let latents = try draw(range, kinds, &silent)
            let images = inference.decode(latents)
            let isNovel = novelty?.pass(images, first: next) ?? images.map { _ in true }
            let means = inference.posteriors(of: ImageDataset(images: images), seed: global.seed).means
            for (place, group) in classifier.groups(of: means).enumerated()
            where isNovel[place] && found[group].count < missing[group] {
                found[group].append((next + place, latents[place]))
            }
            next = range.upperBound
            progress.show(found.reduce(0) { $0 + $1.count })
        }
        let chosen = found.flatMap(\.self)
        return MadeSamples(
            latents: Latents(dimension: model.configuration.latentCount, values: chosen.flatMap(\.latent)),
            candidates: chosen.map(\.candidate), classes: chosen.map { kinds[$0.candidate] }, novelty: novelty)
    }

    private func tooFew(wanted: Int) -> CommandError {
        let report = novelty!.report
        return .usage(
            "of \(Text.grouped(report.candidates)) candidates \(Text.grouped(report.refused)) are too near to training "
                + "images, and too few are left for \(Text.count(wanted, "sample")): the model copies; train it on more "
                + "images or for less long, or ask for fewer samples")
    }

    private mutating func diverse(_ count: Int) throws -> MadeSamples {
        let poolCount = try diversity.poolCount(for: count)
        var kinds = classes.classIndices(poolCount)
        let wanted = Array(kinds.prefix(count))
        var progress = ProgressLine("drawing candidates", total: poolCount, isQuiet: global.quiet)
        var candidates = try draw(0..<poolCount, kinds, &progress)
        progress.end()
        var numbers = Array(0..<poolCount)
        if novelty != nil {
            (candidates, numbers) = try novelOnes(of: candidates)
            kinds = numbers.map { kinds[$0] }
            let isShort =
                keepsShares
                ? Set(wanted).contains { kind in
                    kinds.count(where: { $0 == kind }) < wanted.count(where: { $0 == kind })
                } : numbers.count < count
            if isShort { throw tooFew(wanted: count) }
        }
        let features = diversity.features ?? .encoder
        progress = ProgressLine("weighing candidates", total: candidates.count, isQuiet: global.quiet)
        let weighed = try CandidatePool(
            candidates, classes: kinds, of: model, inference: inference, features: features, seed: global.seed,
            pool: pool
        ) { done in
            try StopSignal.check()
            progress.show(done)
        }
        progress.end()
        let method = diversity.method(count: count)
        let choice = DiverseChoice(
            keepsShares ? .kinds(wanted.map { $0 ?? 0 }) : .any(count), from: weighed, kinds: kinds.map { $0 ?? 0 },
            diversity: diversity.weight, method: method, seed: global.seed, workers: pool)
        let chosen = choice.samples.map(\.candidate)
        let report = DiversityReport(
            choice, lambda: diversity.weight, method: method, features: features, candidates: candidates.count)
        return MadeSamples(
            latents: candidates.rows(chosen), candidates: chosen.map { numbers[$0] }, classes: chosen.map { kinds[$0] },
            choices: choice.samples,
            diversity: report, novelty: novelty)
    }

    private mutating func novelOnes(of candidates: Latents) throws -> (Latents, [Int]) {
        var progress = ProgressLine("looking for copies", total: candidates.count, isQuiet: global.quiet)
        defer { progress.end() }
        var (values, numbers) = ([Float](), [Int]())
        for start in stride(from: 0, to: candidates.count, by: 512) {
            try StopSignal.check()
            let range = start..<min(candidates.count, start + 512)
            let part = candidates.rows(range)
            for (place, isNovel) in novelty!.pass(inference.decode(part), first: start).enumerated() where isNovel {
                numbers.append(start + place)
                values += part[place]
            }
            progress.show(range.upperBound)
        }
        guard !numbers.isEmpty else { throw tooFew(wanted: 1) }
        return (Latents(dimension: candidates.dimension, values: values), numbers)
    }
}
