import Kernels

/// The likelihoods that a model can have.
public enum LikelihoodKind: String, Sendable, Hashable, Codable, CaseIterable {
    case bernoulli
    case logistic
    case gaussian
    case mixture
    /// A mixture that also depends on the pixels before each pixel.
    case autoregressive

    /// Whether all pixels and images share one learned scale.
    public var sharesScale: Bool { self == .gaussian }

    /// Whether it is a mixture of several components.
    public var hasComponents: Bool { self == .mixture || self == .autoregressive }

    /// The default number of a mixture's components.
    public static let mixtureComponents = 5

    /// - Parameters:
    ///   - components: The number of a mixture's components.
    ///   - width: The width of the images, in pixels.
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
