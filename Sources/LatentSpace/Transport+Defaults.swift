import VAE

/// The steps that each use of a flow prior takes by default.
extension Transport {
    /// For samples: long steps if the prior has learned them, else the flow itself, guided if the prior knows classes.
    package static func samples(from prior: any Prior) -> Transport {
        Transport(
            guidance: prior.classNames.isEmpty ? 1 : sampleGuidance,
            longSteps: prior.configuration.longSteps?.defaultCount)
    }

    /// For paths and translations, which go from latents to noise and back and must end where they began.
    package static let thereAndBack = Transport(steps: 32)
}
