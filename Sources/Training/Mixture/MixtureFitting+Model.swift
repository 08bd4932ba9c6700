import GreyImages
import Platform
import VAE

extension MixtureFitting {
    /// The model with a mixture prior, fitted to the images' posteriors.
    ///
    /// - Parameters:
    ///   - components: nil for as many as are best on the images held out.
    ///   - validationShare: what the model was trained with, so that the same images are held out.
    ///   - progress: told every pass; what it throws ends the fitting.
    ///
    /// - Throws: `TrainingError` where the network's prior can't be replaced, `InferenceError.notFinite`.
    package static func model(
        _ model: Model, images: ImageDataset, components: Int?, validationShare: Double, seed: UInt64,
        pool: WorkerPool, progress: (Pass) throws -> Void = { _ in }
    ) throws -> Model {
        guard !model.network.hasLadder else { throw TrainingError.priorOfLadder }
        let split = DataSplit(
            hashes: ImageHashes(images, pool: pool).each, validationShare: validationShare,
            rule: model.facts.heldOutRule ?? .threshold)
        let inference = Inference(model, pool: pool)
        func posteriors(_ indices: [Int]) throws -> Posteriors {
            try inference.posteriors(of: images, indices: indices, seed: seed)
        }
        let fitting = MixtureFitting(try posteriors(split.training), pool: pool)
        if let components {
            return model.with(prior: try fitting.mixture(components: components, seed: seed, progress: progress))
        }
        guard !split.validation.isEmpty else { throw TrainingError.componentsWithoutValidation }
        return model.with(
            prior: try fitting.best(heldOut: posteriors(split.validation), seed: seed, progress: progress))
    }
}
