import GreyImages
import Platform
import VAE

/// The negative evidence lower bound with the model's own prior instead of the one of its training: distortion +
/// log q(z | x) - log p(z | class), for one draw z from each image's posterior.
///
/// For the standard normal prior its mean is the usual bound, with more noise.
package struct PriorLikelihood: Sendable {
    /// The summary over all images; the rate is log q(z | x) - log p(z | class).
    package let summary: LikelihoodSummary

    /// - Parameters:
    ///   - classes: The class of every image, as an index into the prior's; nil for any.
    ///   - transport: The steps of a flow prior, whose density is estimated without bias above 16 dimensions.
    ///   - seed: The seed of the draws, which are those of `LikelihoodReport` with the same seed.
    /// - Throws: `InferenceError.notFinite`.
    /// - Complexity: for a flow, 2 · `transport.steps` evaluations of its network and as many backward passes per image.
    package init(
        _ model: Model, images: ImageDataset, classes: [Int?], transport: Transport, seed: UInt64, pool: WorkerPool
    ) throws(InferenceError) {
        let inference = Inference(model, pool: pool)
        let terms = inference.terms(of: images, indices: Array(0..<images.count), seed: seed)
        let (draws, posteriors) = inference.draws(
            from: try inference.posteriors(of: images, seed: seed), seed: seed)
        let priors = model.prior.logDensities(
            of: draws, classes: classes, transport: transport, seed: seed, pool: pool)
        summary = LikelihoodSummary(
            terms.indices.map {
                ImageTerms(distortion: terms[$0].distortion, rate: posteriors[$0] - priors[$0])
            }, pixelCount: images.size.pixelCount)
        try inference.requireFinite(summary.figures)
    }
}
