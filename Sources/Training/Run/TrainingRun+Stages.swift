import GreyImages
import Kernels
import Layers
import VAE

/// The stages of a run: the parameters that each trains, and their gradient.
extension TrainingRun {
    func makeAutoencoderStage() throws -> StageRun {
        let session = try TrainingSession(
            network, weights: initialModel?.parameters,
            batches: ImageBatches(
                augmented.images, count: split.training.count, for: setup.configuration, settings: settings),
            settings: settings, pool: pool)
        return StageRun(
            .autoencoder, session: session, setup: setup,
            plan: .epochs(images: augmented.epochs, batch: settings.batch, seed: settings.seed),
            origin: .weights(
                StageValidation(session, images: images, split: split, startsFromModel: initialModel != nil)))
    }

    func makeDecoderStage(_ base: Model, _ posteriors: Posteriors) throws -> StageRun {
        let sharpening = settings.sharpening ?? SharpeningSettings()
        let training = augmented.split.training
        let batch = min(sharpening.batch, training.count)
        let parameters = base.parameters.copy()
        let crops = CropPlan(base.configuration, side: settings.crop)
        let discriminator = Discriminator(imageSize: crops?.size ?? base.configuration.imageSize)
        let discriminatorParameters = Arena(discriminator.layout)
        discriminator.layout.initialize(discriminatorParameters, seed: settings.seed)
        let norms = SpectralNorms(weights: discriminator.weights)
        norms.normalize(discriminatorParameters, iterations: 10)
        let gradient = AdversarialGradient(
            try AdversarialNetworks(
                autoencoder: network.forCrops(crops), parameters: parameters, discriminator: discriminator,
                discriminatorParameters: discriminatorParameters, wholeMap: base.configuration.latentMap),
            batches: ImageBatches(
                images: augmented.images.subset(training), size: batch, seed: settings.seed, crops: crops),
            posteriors: PosteriorStore(posteriors, images: training, classes: nil), pool: pool)
        // Both optimizers forget sooner than usual, because each one's target moves with the other.
        func options(learningRate: Double, clipping: Double?) -> OptimizerOptions {
            OptimizerOptions(
                learningRate: learningRate, clipping: clipping, averaging: sharpening.averaging, beta1: 0.5)
        }
        let session = TrainingSession(
            DecoderGradient(gradient, norms: norms, weight: sharpening.weight),
            trained: [
                TrainedParameters(
                    network.layout, parameters: parameters,
                    options: options(learningRate: sharpening.learningRate, clipping: 3)),
                TrainedParameters(
                    discriminator.layout, parameters: discriminatorParameters,
                    options: options(learningRate: sharpening.discriminatorLearningRate, clipping: nil)),
            ], schedule: .plateau, skipsOutliers: false, pool: pool)
        return StageRun(
            .decoder, session: session, setup: setup,
            plan: .draws(
                imageCount: training.count, perPass: split.training.count, batch: batch, seed: settings.seed),
            origin: .model(base))
    }

    func makePriorStage(_ base: Model, _ posteriors: Posteriors) throws -> StageRun {
        let flow = settings.flow ?? FlowSettings()
        let classes = flow.network.classNames.isEmpty ? nil : augmented.images.labels
        let session = try makePriorSession(
            scaledBy: posteriors,
            PosteriorStore(
                posteriors, images: augmented.split.training, classes: classes, variations: augmented.variations,
                conditions: conditions?.gathering(augmented.sources)))
        var run = StageRun(
            .prior, session: session, setup: setup,
            plan: .draws(
                imageCount: augmented.split.training.count, perPass: split.training.count, batch: flow.batch,
                seed: settings.seed),
            origin: .model(base))
        // The images themselves are measured, without varied copies.
        run.priorValidation = (session.source as? FlowGradient).flatMap {
            PriorValidation(
                $0.network, parameters: session.trained[0].optimizer.averaged,
                images: .init(posteriors: posteriors, split: split, classes: classes, conditions: conditions),
                seed: settings.seed, pool: pool)
        }
        return run
    }

    /// A session that fits a flow.
    ///
    /// - Parameters:
    ///   - all: The posteriors that determine the scale of the latents.
    ///   - posteriors: The posteriors from which latents are drawn.
    func makePriorSession(scaledBy all: Posteriors, _ posteriors: PosteriorStore) throws -> TrainingSession {
        let flow = settings.flow ?? FlowSettings()
        let configuration = setup.configuration
        let velocity = try VelocityNetwork(
            flow.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        let parameters = Arena(velocity.layout)
        velocity.initialize(parameters, seed: settings.seed)
        velocity.measureScale(of: all, into: parameters)
        let trained = TrainedParameters(
            velocity.layout, parameters: parameters,
            options: OptimizerOptions(learningRate: flow.learningRate, clipping: 3, averaging: flow.averaging))
        let source = FlowGradient(
            velocity, parameters: parameters, averaged: trained.optimizer.averaged,
            batches: PosteriorBatches(posteriors: posteriors, size: flow.batch, seed: settings.seed), pool: pool)
        return TrainingSession(
            source, trained: [trained], schedule: .plateau, skipsOutliers: false, pool: pool)
    }

    /// A model whose prior is calibrated to the images' latents, and what its samples say of copies; the model itself if the
    /// settings don't ask for it.
    func calibrated(
        _ model: Model, observer: (TrainingEvent) throws -> Void
    ) throws -> (model: Model, nearCopies: NearCopies?) {
        guard let posteriors, settings.flow?.network.matchesSpectrum == true, let flow = model.prior as? FlowPrior
        else {
            return (model, nil)
        }
        try observer(.work(.calibrating))
        let own = posteriors.prefix(images.count)
        let (prior, samples) = try flow.calibrated(
            to: own, classes: images.labels, seed: settings.seed, pool: pool)
        return (
            model.with(prior: prior).with(facts: model.facts), NearCopies(samples, of: own, training: split.training)
        )
    }
}
