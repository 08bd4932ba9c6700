import GreyImages
import Platform
import VAE

extension MixtureFitting {
    /// Returns a model with a mixture prior that is fitted to the images' posteriors.
    ///
    /// - Parameters:
    ///   - model: The model, whose encoder and decoder stay unchanged.
    ///   - images: The images that the model was trained on, with those held out.
    ///   - settings: The settings for fitting the mixture.
    ///   - pool: The threads that do the work.
    ///   - progress: A closure that receives every pass. An error that it throws ends the fitting.
    /// - Throws: `TrainingError` if the network's prior can't be replaced, `InferenceError.notFinite`.
    package static func model(
        _ model: Model, images: ImageDataset, settings: MixtureSettings, pool: WorkerPool,
        progress: (Pass) throws -> Void = { _ in }
    ) throws -> Model {
        let seed = settings.seed
        guard !model.network.hasLadder else { throw TrainingError.priorOfLadder }
        let split = DataSplit(
            hashes: ImageHashes(images, pool: pool).each, validationShare: settings.validationShare,
            rule: model.facts.heldOutRule ?? .threshold)
        let inference = Inference(model, pool: pool)
        func posteriors(_ indices: [Int]) throws -> Posteriors {
            try inference.posteriors(of: images, indices: indices, seed: seed)
        }
        let fitting = MixtureFitting(try posteriors(split.training), pool: pool)
        if let components = settings.components {
            return model.with(prior: try fitting.mixture(components: components, seed: seed, progress: progress))
        }
        guard !split.validation.isEmpty else { throw TrainingError.componentsWithoutValidation }
        return model.with(
            prior: try fitting.best(heldOut: posteriors(split.validation), seed: seed, progress: progress))
    }
}
