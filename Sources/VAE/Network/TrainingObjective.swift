/// What training strives for.
public struct TrainingObjective: Sendable, Hashable {
    /// The weight of the rate; 1 is a bound of the likelihood.
    public var beta: Double
    /// Draws of each image's latent whose importance-weighted bound is taken; 1 is the evidence lower bound.
    ///
    /// Source: Burda et al., 2016, arXiv:1509.00519.
    public var importanceSamples: Int
    /// The draws of an image that its gradient is taken of. Where they are fewer than the importance samples, they are
    /// chosen by weight, so that the gradient's mean stays what it is: a draw that explains the image badly teaches
    /// nothing, and most of many do.
    public var gradientDraws: Int
    /// Nats below which the rate of an image's group of latents costs nothing.
    ///
    /// Source: Kingma et al., 2016, arXiv:1606.04934, section C.8.
    public var freeNats: Double

    public init(
        beta: Double = 1, importanceSamples: Int = 1, gradientDraws: Int? = nil, freeNats: Double = 0
    ) {
        self.beta = beta
        self.importanceSamples = importanceSamples
        self.gradientDraws = gradientDraws ?? Self.gradientDraws(of: importanceSamples)
        self.freeNats = freeNats
    }

    /// As many as weigh something of so many. Chosen draws are decoded twice, and a draw's way back costs two of its ways
    /// forward: few more than those chosen all take part.
    public static func gradientDraws(of importanceSamples: Int) -> Int {
        let most = 5
        return importanceSamples * 2 > most * 3 ? most : importanceSamples
    }

    /// Where several draws of one image are weighed against each other, each has a rate of its own.
    var rateEstimate: RateEstimate { importanceSamples > 1 ? .sampled : .exact }
}
