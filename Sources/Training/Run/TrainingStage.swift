/// The parts of a run, in their order.
public enum TrainingStage: String, Sendable, Hashable, Codable, CaseIterable {
    /// Encoder and decoder, by the evidence lower bound.
    case autoencoder
    /// The decoder once more, beside a discriminator, while the encoder rests.
    case decoder
    /// The prior, on the posteriors of the finished encoder.
    case prior
}
