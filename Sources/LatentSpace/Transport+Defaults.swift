import VAE

/// The steps that each use of a flow prior takes by default.
extension Transport {
    /// For samples: the flow itself, guided if the prior knows classes or is given conditions. Seven steps are the fewest that
    /// lose nothing: on medical images, distances and coverage were those of ten steps of `heun`, which take three times as
    /// long. Long steps are faster still and lose some quality.
    package static func samples(from prior: any Prior) -> Transport {
        Transport(solver: .adams, steps: 7, guidance: prior.isGuidable ? sampleGuidance : 1)
    }

    /// For paths and translations, which go from latents to noise and back and must end where they began.
    package static let thereAndBack = Transport(steps: 32)
}
