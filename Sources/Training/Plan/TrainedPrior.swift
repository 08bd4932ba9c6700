/// The priors that a training run can give a model.
public enum TrainedPrior: String, Sendable, Hashable, CaseIterable {
    /// The standard normal prior, or a ladder's own.
    case standard
    /// A flow that is fitted after the autoencoder.
    case flow
    /// The mean posterior of pseudo-inputs that are learned with the network.
    case vamp
}
