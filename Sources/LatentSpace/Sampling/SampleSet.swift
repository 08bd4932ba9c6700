import VAE

/// Samples, and how they were found.
package struct SampleSet: Sendable {
    /// `[samples, latents]`
    package let latents: Latents
    /// The samples' numbers among all candidates that were drawn.
    package let candidates: [Int]
    /// The samples' classes, as indices into the prior's; nil for a model that knows none.
    package let classes: [Int?]
    /// The number of candidates that the samples were chosen from.
    package let candidateCount: Int
    /// The choice among the candidates; nil if the samples are the first draws.
    package let choice: DiverseChoice?
    /// As many plain samples `[samples, latents]`, to compare with those chosen; nil if the samples are plain themselves.
    package let plain: Latents?
    /// The filter with what it found; nil if there was none.
    package let novelty: NoveltyFilter?

    /// The first candidates that make up what is wanted.
    init(_ candidates: Candidates, firstOf wanted: DiverseChoice.Wanted, novelty: NoveltyFilter?) {
        self.init(candidates, places: candidates.first(wanted), choice: nil, plain: nil, novelty: novelty)
    }

    /// The candidates that were chosen.
    init(
        _ candidates: Candidates, _ choice: DiverseChoice, of wanted: DiverseChoice.Wanted, novelty: NoveltyFilter?
    ) {
        self.init(
            candidates, places: choice.samples.map(\.candidate), choice: choice,
            plain: candidates.latents.rows(candidates.first(wanted)), novelty: novelty)
    }

    private init(
        _ candidates: Candidates, places: [Int], choice: DiverseChoice?, plain: Latents?, novelty: NoveltyFilter?
    ) {
        latents = candidates.latents.rows(places)
        self.candidates = places.map { candidates.numbers[$0] }
        classes = places.map { candidates.classes[$0] }
        candidateCount = candidates.numbers.count
        self.choice = choice
        self.plain = plain
        self.novelty = novelty
    }
}
