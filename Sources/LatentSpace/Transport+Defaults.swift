import VAE

/// The steps that each use of a flow prior takes by default.
extension Transport {
    /// For samples, guided if the prior knows classes or is given conditions.
    package static func samples(from prior: any Prior) -> Transport {
        .samples(guided: prior.isGuidable, dimension: (prior as? FlowPrior)?.network.dimension ?? 1)
    }

    /// For paths and translations, which go from latents to noise and back and must end where they began.
    package static let thereAndBack = Transport(steps: 32)
}
