import Layers
import VAE

/// The speed of a run's later stages, before they begin.
extension TrainingRun {
    /// Whether the autoencoder starts from trained weights.
    package var startsFromModel: Bool { initialModel != nil }

    /// Measures how many latents the prior's stage takes per second, in a few steps of parameters that are thrown away.
    ///
    /// - Parameter seconds: The seconds after which no further step is taken. The first step is always taken.
    /// - Returns: nil if the run fits no prior.
    /// - Throws: `ConfigurationError`.
    package func measurePriorSpeed(within seconds: Double) throws -> Double? {
        guard let flow = settings.flow else { return nil }
        let zeros = Latents(
            dimension: setup.configuration.latentCount,
            values: [Float](repeating: 0, count: setup.configuration.latentCount))
        let posteriors = Posteriors(means: zeros, logVariances: zeros)
        let session = try makePriorSession(
            scaledBy: posteriors,
            PosteriorStore(posteriors, images: [0], classes: flow.network.classNames.isEmpty ? nil : [0]))
        let batch = [Int](repeating: 0, count: flow.batch)[...]
        let begin = ContinuousClock.now
        /// The first step allocates memory and loads code, so the fastest one counts.
        func fastest(at progress: Double) -> Double {
            var best = Double.infinity
            for _ in 0..<Self.timedSteps {
                let start = ContinuousClock.now
                _ = session.takeStep(batch, progress: progress)
                best = min(best, (ContinuousClock.now - start).seconds)
                if (ContinuousClock.now - begin).seconds > seconds { break }
            }
            return best
        }
        // Steps take longer once long steps are taught.
        let start = FlowGradient.longStepStart
        let mean = start * fastest(at: 0) + (1 - start) * fastest(at: 1)
        return Double(flow.batch) / max(mean, 1e-9)
    }

    /// An estimate of the seconds that calibrating the prior takes at the end.
    func expectedCalibrationSeconds() throws -> Double {
        guard case .minutes = settings.length, let flow = settings.flow?.network, flow.matchesSpectrum == true else {
            return 0
        }
        let network = try VelocityNetwork(
            flow, latentMap: setup.configuration.latentMap, latentCount: setup.configuration.latentCount)
        let parameters = Arena(network.layout)
        network.initialize(parameters, seed: 0)
        return FlowPrior(network: network, arena: parameters).expectedCalibrationSeconds(pool: pool)
    }

    private static let timedSteps = 3
}
