import Kernels
import Layers
import Platform

extension FlowPrior {
    /// The number of samples whose spectrum is measured.
    private static let spectrumSamples = 128

    /// The gains of samples by frequency, `[positions, channels]`; nil for a prior without them.
    package var gains: [Float]? { network.gain.map { arena[$0].values } }

    /// The prior with the gains that give its samples the spectrum of the training images' latents.
    ///
    /// - Parameters:
    ///   - posteriors: Those of the training images.
    ///   - classes: The class of each image as an index into `classNames`; empty to draw from all classes alike.
    ///   - seed: The seed of the samples that are measured.
    /// - Complexity: 128 samples.
    package func matchingSpectrum(
        of posteriors: Posteriors, classes: [Int], seed: UInt64, pool: WorkerPool
    ) throws(ConfigurationError) -> FlowPrior {
        try matchingSpectrum(of: posteriors, samples: spectrumSamples(classes: classes, seed: seed, pool: pool))
    }

    /// The samples without gains whose spectrum is measured.
    ///
    /// - Parameter classes: The class of each image as an index into `classNames`; empty to draw from all classes alike.
    package func spectrumSamples(classes: [Int], seed: UInt64, pool: WorkerPool) -> Latents {
        samplesWithoutGains(Self.spectrumSamples, classes: classes, seed: seed, pool: pool)
    }

    /// The prior with the gains that give some of its samples, drawn without gains, the spectrum of the training images'
    /// latents.
    package func matchingSpectrum(
        of posteriors: Posteriors, samples: Latents
    ) throws(ConfigurationError) -> FlowPrior {
        let matching = try copyWithGains()
        matching.network.measureSpectrum(of: posteriors, samples: samples, into: matching.arena)
        return matching
    }

    /// An estimate of the seconds that `matchingSpectrum` takes, by timing a few samples.
    package func expectedSpectrumSeconds(pool: WorkerPool) -> Double {
        let few = 2 * pool.threadCount
        let begin = ContinuousClock.now
        _ = samplesWithoutGains(few, classes: classNames.isEmpty ? [] : [0], seed: 0, pool: pool)
        return (ContinuousClock.now - begin) / .seconds(1) * Double(Self.spectrumSamples) / Double(few)
    }

    private func samplesWithoutGains(_ count: Int, classes: [Int], seed: UInt64, pool: WorkerPool) -> Latents {
        let noise = Buffer(count: count * network.dimension)
        RandomStream(seed: seed, purpose: .flowSpectrum).fillNormal(noise)
        let told = (0..<count).map { index in
            PriorClass(classNames.isEmpty || classes.isEmpty ? nil : classes[index * classes.count / count])
        }
        var transport = Transport.samples(guided: !classNames.isEmpty, dimension: network.dimension)
        transport.matchesSpectrum = false
        return latents(
            fromNoise: Latents(dimension: network.dimension, values: noise.values), classes: told,
            transport: transport, pool: pool)
    }

    /// A copy whose network has gains, also if this one is from an older version.
    private func copyWithGains() throws(ConfigurationError) -> FlowPrior {
        var configuration = network.configuration
        configuration.matchesSpectrum = true
        let copy = try VelocityNetwork(
            configuration, latentMap: network.shape, latentCount: network.shape.count)
        let parameters = Arena(copy.layout)
        copy.initialize(parameters, seed: 0)
        for (own, new) in zip(network.layout.slots, copy.layout.slots) { parameters[new].copy(from: arena[own]) }
        return FlowPrior(network: copy, arena: parameters)
    }
}

extension Model {
    /// The model with the gains that give its samples the spectrum of the training images' latents; nil if its prior isn't a
    /// flow. The facts stay those of the model.
    ///
    /// - Parameters:
    ///   - posteriors: Those of the training images.
    ///   - classes: The class of each image as an index into the prior's classes; empty to draw from all classes alike.
    package func matchingSpectrum(
        of posteriors: Posteriors, classes: [Int], seed: UInt64, pool: WorkerPool
    ) throws(ConfigurationError) -> Model? {
        guard let flow = prior as? FlowPrior else { return nil }
        let matching = try flow.matchingSpectrum(of: posteriors, classes: classes, seed: seed, pool: pool)
        return Model(network: network, parameters: parameters, prior: matching, facts: facts, file: file)
    }
}
