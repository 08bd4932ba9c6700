import GreyImages
import VAE

/// The negative evidence lower bound of images that a model has not seen, with its two terms.
public struct LikelihoodReport: Sendable {
    /// The summary over all images.
    public let overall: LikelihoodSummary
    /// The summary of every class that has images; empty if the images have no classes.
    public let classes: [(name: String, summary: LikelihoodSummary)]
    /// Latent dimensions whose posterior mean varies over the images: by more than 0.01, as a variance.
    public let activeUnits: Int
    /// The share of the latents' variance that is the posteriors' own noise, 0...1; nil for a single image.
    public let posteriorNoiseShare: Double?

    /// Evaluates all images of a data set of the model's size and depth.
    ///
    /// - Parameter seed: The seed of the one draw from each posterior, and of binary images if the model was trained on
    ///   such.
    /// - Throws: `InferenceError.notFinite`.
    package init(_ inference: Inference, images: ImageDataset, seed: UInt64) throws(InferenceError) {
        let terms = inference.terms(of: images, indices: Array(0..<images.count), seed: seed)
        let pixels = images.size.pixelCount
        overall = LikelihoodSummary(terms, pixelCount: pixels)
        try inference.model.requireFinite(overall.figures)
        classes = zip(images.classNames, images.classMembers).compactMap { name, members in
            members.isEmpty ? nil : (name, LikelihoodSummary(members.map { terms[$0] }, pixelCount: pixels))
        }
        let use = try inference.latentUse(of: images, indices: Array(0..<images.count), seed: seed)
        (activeUnits, posteriorNoiseShare) = (use.activeUnits, use.noiseShare)
    }
}
