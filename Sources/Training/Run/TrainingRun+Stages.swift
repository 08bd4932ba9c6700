import GreyImages
import Kernels
import Layers
import VAE

/// What each stage trains, by which gradient.
extension TrainingRun {
    func makeAutoencoderStage(_ checkpoint: TrainingCheckpoint?) throws -> StageRun {
        let session = try TrainingSession(
            network, weights: initialModel?.parameters, images: images, trainingCount: split.training.count,
            settings: settings, pool: pool)
        return try StageRun(
            .autoencoder, session: session, setup: setup,
            plan: .epochs(images: split.training, batch: settings.batch, seed: settings.seed),
            validation: StageValidation(
                network, averaged: session.trained[0].optimizer.averaged, images: images, split: split,
                settings: settings, startsFromModel: initialModel != nil, pool: pool),
            base: nil, checkpoint: checkpoint)
    }

    func makeDecoderStage(
        _ base: Model, _ posteriors: Posteriors, _ checkpoint: TrainingCheckpoint?
    ) throws -> StageRun {
        let sharpening = settings.sharpening ?? SharpeningSettings()
        let batch = min(sharpening.batch, split.training.count)
        let parameters = base.parameters.copy()
        let discriminator = Discriminator(imageSize: base.configuration.imageSize)
        let discriminatorParameters = Arena(discriminator.layout)
        discriminator.layout.initialize(discriminatorParameters, seed: settings.seed)
        let norms = SpectralNorms(weights: discriminator.weights)
        norms.normalize(discriminatorParameters, iterations: 10)
        let gradient = AdversarialGradient(
            network, parameters: parameters, discriminator: discriminator,
            discriminatorParameters: discriminatorParameters,
            images: images.subset(split.training),
            posteriors: PosteriorStore(posteriors, images: split.training, classes: nil), batch: batch,
            seed: settings.seed, pool: pool)
        // Both optimizers forget sooner than customary: each one's aim moves with the other.
        func options(learningRate: Double, clipping: Double?) -> OptimizerOptions {
            OptimizerOptions(
                learningRate: learningRate, clipping: clipping, averaging: sharpening.averaging, beta1: 0.5)
        }
        let session = TrainingSession(
            DecoderGradient(
                gradient, discriminatorParameters: discriminatorParameters, norms: norms, weight: sharpening.weight),
            trained: [
                TrainedParameters(
                    network.layout, parameters: parameters,
                    options: options(learningRate: sharpening.learningRate, clipping: 3)),
                TrainedParameters(
                    discriminator.layout, parameters: discriminatorParameters,
                    options: options(learningRate: sharpening.discriminatorLearningRate, clipping: nil)),
            ], schedule: .plateau, leavesOutAbsurd: false, pool: pool)
        return try StageRun(
            .decoder, session: session, setup: setup,
            plan: .draws(imageCount: split.training.count, batch: batch, seed: settings.seed), validation: nil,
            base: base, checkpoint: checkpoint)
    }

    func makePriorStage(
        _ base: Model, _ posteriors: Posteriors, _ checkpoint: TrainingCheckpoint?
    ) throws -> StageRun {
        let flow = settings.flow ?? FlowSettings()
        let configuration = base.configuration
        let velocity = try VelocityNetwork(
            flow.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        let parameters = Arena(velocity.layout)
        velocity.layout.initialize(parameters, seed: settings.seed)
        velocity.measureScale(of: posteriors, into: parameters)
        let source = FlowGradient(
            velocity, parameters: parameters,
            posteriors: PosteriorStore(
                posteriors, images: split.training, classes: flow.network.classNames.isEmpty ? nil : images.labels),
            batch: flow.batch, seed: settings.seed, pool: pool)
        let session = TrainingSession(
            source,
            trained: [
                TrainedParameters(
                    velocity.layout, parameters: parameters,
                    options: OptimizerOptions(
                        learningRate: flow.learningRate, clipping: 3, averaging: flow.averaging))
            ], schedule: .plateau, leavesOutAbsurd: false, pool: pool)
        return try StageRun(
            .prior, session: session, setup: setup,
            plan: .draws(imageCount: split.training.count, batch: flow.batch, seed: settings.seed), validation: nil,
            base: base, checkpoint: checkpoint)
    }
}
