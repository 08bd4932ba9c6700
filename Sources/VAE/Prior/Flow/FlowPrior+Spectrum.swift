import Layers
import Platform

extension FlowPrior {
    /// The number of samples whose spectrum is measured.
    static let spectrumSamples = 128

    /// The gains of samples by frequency, `[positions, channels]`; nil for a prior without them.
    package var gains: [Float]? { network.gain.map { arena[$0].values } }

    /// The samples without gains whose spectrum is measured.
    ///
    /// - Parameter classes: The class of each image as an index into `classNames`; empty to draw from all classes alike.
    func spectrumSamples(classes: [Int], seed: UInt64, pool: WorkerPool) -> Latents {
        samplesWithoutGains(Self.spectrumSamples, classes: classes, seed: seed, pool: pool)
    }

    /// The prior with the gains that give some of its samples, drawn without gains, the spectrum of the training images'
    /// latents.
    func matchingSpectrum(of posteriors: Posteriors, samples: Latents) throws(ConfigurationError) -> FlowPrior {
        let matching = try copy { $0.matchesSpectrum = true }
        matching.network.measureSpectrum(of: posteriors, samples: samples, into: matching.arena)
        return matching
    }

    func samplesWithoutGains(_ count: Int, classes: [Int], seed: UInt64, pool: WorkerPool) -> Latents {
        var transport = Transport.samples(guided: !classNames.isEmpty, dimension: network.dimension)
        transport.matchesSpectrum = false
        return latents(
            fromNoise: noise(count, seed: seed, purpose: .flowSpectrum),
            classes: trainingClasses(classes, count: count), transport: transport, pool: pool)
    }
}
