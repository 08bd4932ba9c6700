import Grisaille

/// Makes samples of candidates: the first that will do, or those chosen for their quality and variety.
struct SampleMaker {
    var source: CandidateSource
    let diversity: DiversityOptions

    /// - Throws: `CommandError` where too few candidates will do, or when it was interrupted.
    mutating func make(_ wanted: DiverseChoice.Wanted) throws -> MadeSamples {
        StopSignal.install()
        let isChosen = diversity.weight > 0
        let poolCount = isChosen ? try diversity.poolCount(for: wanted.count) : wanted.count
        // Drawn, gathered, chosen and written: about four copies.
        try Memory.require(
            16 * Double(poolCount) * Double(source.model.configuration.latentCount),
            for: "the latents of \(Text.count(poolCount, "candidate"))", remedy: "choose a smaller --count or --pool")
        let candidates = try source.gather(wanted, poolCount: poolCount)
        guard isChosen else {
            return MadeSamples(candidates, places: candidates.first(wanted), novelty: source.novelty)
        }
        let choice = try choose(wanted, among: candidates)
        var made = MadeSamples(candidates, places: choice.samples.map(\.candidate), novelty: source.novelty)
        made.choices = choice.samples
        made.plain = candidates.latents.rows(candidates.first(wanted))
        made.diversity = DiversityReport(
            choice, lambda: diversity.weight, method: diversity.method(count: wanted.count),
            features: diversity.usedFeatures, candidates: candidates.numbers.count)
        return made
    }

    private func choose(_ wanted: DiverseChoice.Wanted, among candidates: Candidates) throws -> DiverseChoice {
        let (pool, global) = (source.pool, source.global)
        var progress = ProgressLine(
            "weighing candidates", total: candidates.latents.count, isQuiet: global.quiet)
        let weighed = try CandidatePool(
            candidates.latents, classes: candidates.classes, of: source.model, inference: source.inference,
            features: diversity.usedFeatures, seed: global.seed, pool: pool
        ) { done in
            try StopSignal.check()
            progress.show(done)
        }
        progress.end()
        return DiverseChoice(
            wanted, from: weighed, kinds: candidates.kinds, diversity: diversity.weight,
            method: diversity.method(count: wanted.count), seed: global.seed, workers: pool)
    }
}
