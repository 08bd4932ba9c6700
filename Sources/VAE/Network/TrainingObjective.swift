/// What training strives for.
public struct TrainingObjective: Sendable, Hashable {
    /// The weight of the rate; 1 is a bound of the likelihood.
    public var beta: Double
    /// Draws of each image's latent whose importance-weighted bound is taken; 1 is the evidence lower bound.
    ///
    /// Source: Burda et al., 2016, arXiv:1509.00519.
    public var importanceSamples: Int
    /// Nats below which the rate of an image's group of latents costs nothing.
    ///
    /// Source: Kingma et al., 2016, arXiv:1606.04934, section C.8.
    public var freeNats: Double

    public init(beta: Double = 1, importanceSamples: Int = 1, freeNats: Double = 0) {
        self.beta = beta
        self.importanceSamples = importanceSamples
        self.freeNats = freeNats
    }

    /// Where several draws of one image are weighed against each other, each has a rate of its own.
    var rateEstimate: RateEstimate { importanceSamples > 1 ? .sampled : .exact }
}
