import GreyImages
import LatentSpace
import VAE

/// The importance-weighted estimate of the log-likelihood of images:
/// log p(x) ≈ log (1/K Σ p(x | z) p(z) / q(z | x)), with K draws z from the posterior q.
///
/// Its mean is a lower bound, which more draws make tighter.
///
/// Source: Burda et al., 2016, arXiv:1509.00519.
public struct ImportanceLikelihood: Sendable {
    /// The summary over all images.
    public let overall: ImportanceSummary
    /// The summary of every class that has images; empty if the images have no classes.
    public let classes: [(name: String, summary: ImportanceSummary)]

    /// The draws per image and the images that are in memory together.
    private static let drawsAtATime = 1024
    private static let imagesAtATime = 16

    /// - Parameters:
    ///   - images: Images of the model's size and depth.
    ///   - inference: The model.
    ///   - samples: The number of draws per image.
    ///   - density: How the densities of the model's own prior are estimated. Its seed is also that of the draws; the first
    ///     draws of a larger number are the same.
    ///   - progress: Told the share of the draws that are done; an error that it throws ends the work.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    package init(
        of images: ImageDataset, by inference: Inference, samples: Int, density: DensityOptions,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        precondition(samples > 0, "a sample at least")
        let source = Weights(images, inference, density)
        var sums = [ImportanceSum](repeating: ImportanceSum(), count: images.count)
        for first in stride(from: 0, to: images.count, by: Self.imagesAtATime) {
            let indices = Array(first..<min(images.count, first + Self.imagesAtATime))
            for draw in stride(from: 0, to: samples, by: Self.drawsAtATime) {
                let draws = draw..<min(samples, draw + Self.drawsAtATime)
                for (row, weight) in source.logWeights(indices, draws).enumerated() {
                    sums[indices[row / draws.count]].add(weight)
                }
                let done = Double(first) + Double(indices.count) * Double(draws.upperBound) / Double(samples)
                try progress(done / Double(images.count))
            }
        }
        let pixels = images.size.pixelCount
        overall = ImportanceSummary(sums, pixelCount: pixels)
        try inference.model.requireFinite(overall.figures)
        classes = zip(images.classNames, images.classMembers).compactMap { name, members in
            members.isEmpty ? nil : (name, ImportanceSummary(members.map { sums[$0] }, pixelCount: pixels))
        }
    }

    /// The importance weights p(x | z) p(z) / q(z | x) of draws z from the images' posteriors.
    private struct Weights {
        private let images: ImageDataset
        private let inference: Inference
        private let density: DensityOptions
        /// The class of every image, as an index into the prior's; nil for any.
        private let classes: [Int?]
        /// The prior that the network was trained with; nil if it is the model's.
        private let trainingPrior: (any Prior)?

        init(_ images: ImageDataset, _ inference: Inference, _ density: DensityOptions) {
            let model = inference.model
            self.images = images
            self.inference = inference
            self.density = density
            classes = model.prior.classIndices(of: images)
            trainingPrior =
                model.prior.configuration.isTrainedWithTheNetwork ? nil : model.network.ownPrior(model.parameters)
        }

        /// The logarithms of the weights `[indices, draws]`, in nats.
        func logWeights(_ indices: [Int], _ draws: Range<Int>) -> [Double] {
            let (terms, latents) = inference.drawTerms(
                of: images, indices: indices, draws: draws, seed: density.seed, wantsLatents: trainingPrior != nil)
            guard let trainingPrior, let latents else { return terms.map { -$0.negativeELBO } }
            func logDensities(_ prior: any Prior, _ classes: [Int?]) -> [Double] {
                prior.logDensities(of: latents, classes: classes, options: density, pool: inference.pool)
            }
            let densities = logDensities(
                inference.model.prior, indices.flatMap { [Int?](repeating: classes[$0], count: draws.count) })
            // The rates of the terms are under the prior that the network was trained with.
            let own = logDensities(trainingPrior, [Int?](repeating: nil, count: terms.count))
            return terms.indices.map { -terms[$0].negativeELBO + densities[$0] - own[$0] }
        }
    }
}
