import GreyImages
import VAE

/// How well a model explains images that it has not seen: the negative evidence lower bound and its parts.
public struct LikelihoodReport: Sendable {
    /// Of all images.
    public let overall: LikelihoodSummary
    /// Of each class's, when the images have classes; one without any image is left out.
    public let classes: [(name: String, summary: LikelihoodSummary)]
    /// Latent dimensions whose posterior mean varies over the images, as `ActiveUnits` counts them.
    public let activeUnits: Int

    /// Evaluates all images of a data set with the model's image size and bit depth.
    ///
    /// - seed: of the one draw from each posterior, and of binary images where the model was trained on such.
    /// - Throws: `InferenceError.notFinite`.
    public init(_ inference: Inference, images: ImageDataset, seed: UInt64) throws(InferenceError) {
        let terms = inference.terms(of: images, indices: Array(0..<images.count), seed: seed)
        let pixels = images.size.pixelCount
        overall = LikelihoodSummary(terms, pixelCount: pixels)
        try inference.requireFinite(overall.figures)
        classes = zip(images.classNames, images.classMembers).compactMap { name, members in
            members.isEmpty ? nil : (name, LikelihoodSummary(members.map { terms[$0] }, pixelCount: pixels))
        }
        activeUnits = try inference.activeUnits(of: images, indices: Array(0..<images.count), seed: seed)
    }
}
