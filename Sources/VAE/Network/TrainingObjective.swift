/// The objective of training.
package struct TrainingObjective: Sendable, Hashable {
    /// The weight of the rate; with 1 the objective is a bound of the likelihood.
    package var beta: Double
    /// The number of draws of each image's latent in the importance-weighted bound; 1 gives the evidence lower bound.
    ///
    /// Source: Burda et al., 2016, arXiv:1509.00519.
    package var importanceSamples: Int
    /// The number of draws of each image that have a gradient. Where they are fewer than the importance samples, they are
    /// chosen by weight, which keeps the expected gradient: most draws of many explain the image badly and contribute
    /// almost nothing.
    package var gradientDraws: Int
    /// The number of nats below which the rate of an image's group of latents costs nothing.
    ///
    /// Source: Kingma et al., 2016, arXiv:1606.04934, section C.8.
    package var freeNats: Double

    package init(
        beta: Double = 1, importanceSamples: Int = 1, gradientDraws: Int? = nil, freeNats: Double = 0
    ) {
        self.beta = beta
        self.importanceSamples = importanceSamples
        self.gradientDraws = gradientDraws ?? Self.gradientDraws(of: importanceSamples)
        self.freeNats = freeNats
    }

    /// The default number of draws with a gradient. Chosen draws are decoded twice, and a backward pass costs twice a forward
    /// pass, so a choice pays only among many more draws than are chosen.
    package static func gradientDraws(of importanceSamples: Int) -> Int {
        let maximum = 5
        return importanceSamples * 2 > maximum * 3 ? maximum : importanceSamples
    }

    /// How rates are computed: several draws of one image are weighted against each other, so each has its own rate.
    var rateEstimate: RateEstimate { importanceSamples > 1 ? .sampled : .exact }
}
