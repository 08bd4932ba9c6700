/// A stage of a run. The cases are in the order in which a run takes them.
public enum TrainingStage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Trains the encoder and the decoder by the evidence lower bound.
    case autoencoder
    /// Trains the decoder further against a discriminator, while the encoder stays unchanged.
    case decoder
    /// Fits the prior to the posteriors of the finished encoder.
    case prior
}
