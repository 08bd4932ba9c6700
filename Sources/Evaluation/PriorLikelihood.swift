import GreyImages
import LatentSpace
import VAE

/// The negative evidence lower bound with the model's own prior instead of the one of its training: distortion +
/// log q(z | x) - log p(z | class), for one draw z from each image's posterior.
///
/// For the standard normal prior its mean is the usual bound, with more noise.
package struct PriorLikelihood: Sendable {
    /// The summary over all images; the rate is log q(z | x) - log p(z | class).
    package let summary: LikelihoodSummary

    /// - Parameters:
    ///   - images: Images of the model's size and depth.
    ///   - inference: The model.
    ///   - density: How the prior's densities are estimated; that of a flow is unbiased above 16 dimensions. Its seed is also
    ///     that of the draws, which are those of `LikelihoodReport` with the same seed.
    /// - Throws: `InferenceError.notFinite`.
    /// - Complexity: for a flow, 2 · `density.steps` evaluations of its network and as many backward passes per image.
    package init(
        of images: ImageDataset, by inference: Inference, density: DensityOptions
    ) throws(InferenceError) {
        let (seed, prior) = (density.seed, inference.model.prior)
        let terms = inference.terms(of: images, indices: Array(0..<images.count), seed: seed)
        let (draws, posteriors) = inference.draws(
            from: try inference.posteriors(of: images, seed: seed), seed: seed)
        let priors = prior.logDensities(
            of: draws, classes: prior.classIndices(of: images), options: density, pool: inference.pool)
        summary = LikelihoodSummary(
            terms.indices.map {
                ImageTerms(distortion: terms[$0].distortion, rate: posteriors[$0] - priors[$0])
            }, pixelCount: images.size.pixelCount)
        try inference.model.requireFinite(summary.figures)
    }
}
