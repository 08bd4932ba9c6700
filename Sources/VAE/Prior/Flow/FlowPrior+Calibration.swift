import Kernels
import Layers
import Platform

/// What is measured of a flow once it is trained, and makes its samples better or faster.
extension FlowPrior {
    /// The prior with steps that are fitted to its paths, and with the gains that give its samples the spectrum of the
    /// training images' latents.
    ///
    /// - Parameters:
    ///   - posteriors: Those of the training images.
    ///   - classes: The class of each image as an index into `classNames`; empty to draw from all classes alike.
    ///   - seed: The seed of the samples that are measured.
    /// - Returns: The prior, and samples without gains.
    package func calibrated(
        to posteriors: Posteriors, classes: [Int], seed: UInt64, pool: WorkerPool
    ) throws(ConfigurationError) -> (prior: FlowPrior, samples: Latents) {
        let fitted = try fittingSteps(classes: classes, seed: seed, pool: pool)
        let samples = fitted.spectrumSamples(classes: classes, seed: seed, pool: pool)
        return (try fitted.matchingSpectrum(of: posteriors, samples: samples), samples)
    }

    /// An estimate of the seconds that `calibrated` takes, by timing a few samples.
    package func expectedCalibrationSeconds(pool: WorkerPool) -> Double {
        let few = 2 * pool.threadCount
        let begin = ContinuousClock.now
        _ = samplesWithoutGains(few, classes: classNames.isEmpty ? [] : [0], seed: 0, pool: pool)
        let perSample = (ContinuousClock.now - begin) / .seconds(1) / Double(few)
        // Guidance costs paths and samples alike.
        let steps = FittedSteps(classCount: 0, dimension: network.dimension)
        let transport = Transport.samples(guided: false, dimension: network.dimension)
        let samplesPerPath = Double(Self.fittingEvaluations(steps)) / Double(transport.steps)
        return perSample * (Double(Self.spectrumSamples) + Double(Self.pathCount) * samplesPerPath)
    }

    /// Draws noise on the flow's scale.
    func noise(_ count: Int, seed: UInt64, purpose: RandomStream.Purpose) -> Latents {
        let noise = Buffer(count: count * network.dimension)
        RandomStream(seed: seed, purpose: purpose).fillNormal(noise)
        return Latents(dimension: network.dimension, values: noise.values)
    }

    /// Classes in the shares of the training images; any class where they are unknown.
    func trainingClasses(_ classes: [Int], count: Int) -> [PriorClass] {
        (0..<count).map { index in
            PriorClass(classNames.isEmpty || classes.isEmpty ? nil : classes[index * classes.count / count])
        }
    }

    /// A copy whose network has another configuration. Parameters that only the copy has are as before training.
    func copy(changing change: (inout FlowConfiguration) -> Void) throws(ConfigurationError) -> FlowPrior {
        var configuration = network.configuration
        change(&configuration)
        let copy = try VelocityNetwork(
            configuration, latentMap: network.shape, latentCount: network.shape.count)
        let parameters = Arena(copy.layout)
        copy.initialize(parameters, seed: 0)
        for new in copy.layout.slots {
            guard let own = network.layout.slots.first(where: { $0.name == new.name && $0.shape == new.shape }) else {
                continue
            }
            parameters[new].copy(from: arena[own])
        }
        return FlowPrior(network: copy, arena: parameters)
    }
}

extension Model {
    /// The model whose prior is calibrated to the posteriors of its training images; nil if its prior isn't a flow. The facts
    /// stay those of the model.
    ///
    /// - Parameters:
    ///   - posteriors: Those of the training images.
    ///   - classes: The class of each image as an index into the prior's classes; empty to draw from all classes alike.
    package func calibrated(
        to posteriors: Posteriors, classes: [Int], seed: UInt64, pool: WorkerPool
    ) throws(ConfigurationError) -> Model? {
        guard let flow = prior as? FlowPrior else { return nil }
        let calibrated = try flow.calibrated(to: posteriors, classes: classes, seed: seed, pool: pool)
        return Model(network: network, parameters: parameters, prior: calibrated.prior, facts: facts, file: file)
    }
}
