import VAE

/// A row of the training history.
public struct EpochRecord: Sendable, Hashable, Codable {
    public var epoch: Int
    public var steps: Int
    public var seconds: Double
    public var learningRate: Double
    public var beta: Double
    /// The mean terms of the epoch's images in nats per image, measured while the weights changed.
    public var training: TermMeans
    /// The mean terms of the held-out images with the averaged weights; nil if none are held out.
    public var validation: TermMeans?
    /// The mean importance-weighted bound of the held-out images in nats, with the number of draws that training then
    /// used; nil if that was one.
    public var validationImportanceBound: Double?

    /// Mean terms, as JSON and CSV files hold them.
    public struct TermMeans: Sendable, Hashable, Codable {
        public var distortion: Double
        public var rate: Double

        init(_ terms: ImageTerms) {
            distortion = terms.distortion
            rate = terms.rate
        }

        /// The negative ELBO in nats per image, whatever weight of the rate training used.
        public var negativeELBO: Double { distortion + rate }
    }
}
