/// The likelihoods that a model can have.
public enum LikelihoodKind: String, Sendable, Hashable, Codable, CaseIterable {
    case bernoulli
    case logistic
    case gaussian
    case mixture

    /// Whether all pixels and images have one scale, which is learnt.
    public var sharesScale: Bool { self == .gaussian }

    /// The components of a mixture, unless told otherwise.
    public static let mixtureComponents = 5

    /// - components: of a mixture.
    func likelihood(maximumLevel: Int, components: Int? = nil) -> any Likelihood {
        switch self {
        case .bernoulli: BernoulliLikelihood(maximumLevel: maximumLevel)
        case .logistic: LogisticLikelihood(maximumLevel: maximumLevel)
        case .mixture:
            MixtureLikelihood(maximumLevel: maximumLevel, components: components ?? Self.mixtureComponents)
        case .gaussian: GaussianLikelihood(maximumLevel: maximumLevel)
        }
    }
}
