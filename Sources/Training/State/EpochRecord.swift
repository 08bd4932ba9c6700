import VAE

/// A row of the training history.
public struct EpochRecord: Sendable, Hashable, Codable {
    public var epoch: Int
    public var steps: Int
    public var seconds: Double
    public var learningRate: Double
    public var beta: Double
    /// Means over the epoch's images while the weights changed, in nats per image.
    public var training: TermMeans
    /// Means over the held-out images with the averaged weights; nil when none are held out.
    public var validation: TermMeans?
    /// The mean importance-weighted bound of the held-out images with as many draws as training then had, nats; nil where
    /// that was one.
    public var validationImportanceBound: Double?

    /// A pair of terms as JSON and CSV hold it.
    public struct TermMeans: Sendable, Hashable, Codable {
        public var distortion: Double
        public var rate: Double

        init(_ terms: ImageTerms) {
            distortion = terms.distortion
            rate = terms.rate
        }

        /// Nats per image, with a weight of 1 whatever the training's was.
        public var negativeELBO: Double { distortion + rate }
    }
}
