import Kernels

/// The likelihoods that a model can have.
public enum LikelihoodKind: String, Sendable, Hashable, Codable, CaseIterable {
    case bernoulli
    case logistic
    case gaussian
    case mixture
    /// A mixture that also depends on the pixels before.
    case autoregressive

    /// Whether all pixels and images have one scale, which is learnt.
    public var sharesScale: Bool { self == .gaussian }

    /// Whether it is made of several components.
    public var hasComponents: Bool { self == .mixture || self == .autoregressive }

    /// The components of a mixture, unless told otherwise.
    public static let mixtureComponents = 5

    /// - components: of a mixture.
    /// - width: of the images.
    func likelihood(_ scale: LevelScale, components: Int? = nil, width: Int) -> any Likelihood {
        let components = components ?? Self.mixtureComponents
        return switch self {
        case .bernoulli: BernoulliLikelihood(maximumLevel: scale.maximumLevel)
        case .logistic: LogisticLikelihood(scale: scale)
        case .mixture: MixtureLikelihood(scale: scale, components: components)
        case .autoregressive:
            AutoregressiveLikelihood(scale: scale, components: components, width: width)
        case .gaussian: GaussianLikelihood(scale: scale)
        }
    }
}
