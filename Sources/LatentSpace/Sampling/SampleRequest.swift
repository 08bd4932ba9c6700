import VAE

/// Which samples are wanted, and how they are drawn and chosen.
package struct SampleRequest: Sendable {
    /// How many samples are wanted, and of which kinds.
    package var wanted: DiverseChoice.Wanted
    /// The classes that candidates are drawn from, in turn.
    package var classes: SampledClasses
    package var seed: UInt64
    /// The spread of the latents: 1 draws from the prior, less gives more typical images.
    package var temperature = 1.0
    /// How a flow prior goes from noise to latents.
    package var transport: Transport
    /// How samples are chosen for their variety; a weight of 0 takes the first draws.
    package var diversity: SampleDiversity
    /// Refuses candidates that are too near to training images.
    package var novelty: NoveltyFilter?
    /// Tells a candidate's kind by its image; nil if the class that it was drawn from is its kind.
    package var sorter: GroupSorter?

    /// The number of samples.
    package var count: Int { wanted.count }
    /// Whether samples are chosen from more candidates.
    package var isChosen: Bool { diversity.weight > 0 }

    /// A request for new images.
    ///
    /// - Parameters:
    ///   - count: The number of samples.
    ///   - prior: The prior of the model.
    ///   - balance: The shares of the classes.
    ///   - seed: The seed of all draws. Without diversity, the first samples of a larger number are the same.
    ///   - diversity: How varied the samples are.
    /// - Throws: `SamplingError`.
    package init(
        _ count: Int, from prior: any Prior, balance: ClassBalance = .automatic, seed: UInt64 = 0,
        diversity: SampleDiversity = SampleDiversity(0)
    ) throws(SamplingError) {
        classes = try SampledClasses(prior, balance: balance)
        self.seed = seed
        self.diversity = diversity
        transport = .samples(from: prior)
        let anyKind =
            switch balance {
            case .automatic, .only: diversity.weight > 0
            case .equal, .weights: false
            }
        wanted = anyKind ? .any(count) : .kinds(classes.classIndices(count).map { $0 ?? 0 })
        if isChosen { _ = try diversity.candidates(for: count) }
    }

    /// A request for the images that groups lack.
    ///
    /// Groups that are classes of the prior are drawn as such. For others candidates are drawn until enough look like each
    /// group, as a classifier of the images' latents tells.
    ///
    /// - Parameters:
    ///   - groups: The groups of the images.
    ///   - missing: The number that each group lacks; one is above 0.
    ///   - inference: The model.
    ///   - seed: The seed of all draws.
    ///   - diversity: How varied the samples are.
    /// - Throws: `SamplingError`, `InferenceError.notFinite`.
    package init(
        toppingUp groups: ImageGroups, missing: [Int], inference: Inference, seed: UInt64 = 0,
        diversity: SampleDiversity = SampleDiversity(0)
    ) throws {
        let prior = inference.model.prior
        let isKnown = groups.areClasses && Set(groups.names).isSubset(of: prior.classNames)
        sorter = isKnown ? nil : try groups.sorter(inference: inference, seed: seed)
        let weights = Dictionary(zip(groups.names, missing.map(Double.init)), uniquingKeysWith: +)
        classes = try SampledClasses(prior, balance: isKnown ? .weights(weights) : .automatic)
        let names = isKnown ? prior.classNames : groups.names
        let kinds = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
        wanted = .kinds(zip(groups.names, missing).flatMap { [Int](repeating: kinds[$0]!, count: $1) })
        self.seed = seed
        self.diversity = diversity
        transport = .samples(from: prior)
    }
}
