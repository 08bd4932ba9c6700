/// The likelihoods that a model can have.
public enum LikelihoodKind: String, Sendable, Hashable, Codable, CaseIterable {
    case bernoulli
    case logistic
    case gaussian

    /// Whether all pixels and images have one scale, which is learnt.
    public var sharesScale: Bool { self == .gaussian }

    func likelihood(maximumLevel: Int) -> any Likelihood {
        switch self {
        case .bernoulli: BernoulliLikelihood(maximumLevel: maximumLevel)
        case .logistic: LogisticLikelihood(maximumLevel: maximumLevel)
        case .gaussian: GaussianLikelihood(maximumLevel: maximumLevel)
        }
    }
}
