import GreyImages
import Platform
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
    ///   - samples: The number of draws per image.
    ///   - classes: The class of every image, as an index into the prior's; nil for any.
    ///   - transport: The steps of a flow prior, whose density is estimated for every draw.
    ///   - seed: The seed of the draws; the first draws of a larger number are the same.
    ///   - progress: Told the share of the draws that are done; an error that it throws ends the work.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    package init(
        _ model: Model, images: ImageDataset, samples: Int, classes: [Int?], transport: Transport, seed: UInt64,
        pool: WorkerPool, progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        precondition(samples > 0, "a sample at least")
        let inference = Inference(model, pool: pool)
        var sums = [ImportanceSum](repeating: ImportanceSum(), count: images.count)
        for first in stride(from: 0, to: images.count, by: Self.imagesAtATime) {
            let indices = Array(first..<min(images.count, first + Self.imagesAtATime))
            for draw in stride(from: 0, to: samples, by: Self.drawsAtATime) {
                let draws = draw..<min(samples, draw + Self.drawsAtATime)
                let weights = Self.logWeights(
                    model, inference, images, indices, draws, classes, transport, seed, pool)
                for (row, weight) in weights.enumerated() { sums[indices[row / draws.count]].add(weight) }
                let done = Double(first) + Double(indices.count) * Double(draws.upperBound) / Double(samples)
                try progress(done / Double(images.count))
            }
        }
        let pixels = images.size.pixelCount
        overall = ImportanceSummary(sums, pixelCount: pixels)
        try inference.requireFinite(overall.figures)
        self.classes = zip(images.classNames, images.classMembers).compactMap { name, members in
            members.isEmpty ? nil : (name, ImportanceSummary(members.map { sums[$0] }, pixelCount: pixels))
        }
    }

    private static func logWeights(
        _ model: Model, _ inference: Inference, _ images: ImageDataset, _ indices: [Int], _ draws: Range<Int>,
        _ classes: [Int?], _ transport: Transport, _ seed: UInt64, _ pool: WorkerPool
    ) -> [Double] {
        let hasOwnPrior = model.prior.configuration.isTrainedWithTheNetwork
        let (terms, latents) = inference.drawTerms(
            of: images, indices: indices, draws: draws, seed: seed, wantsLatents: !hasOwnPrior)
        guard let latents else { return terms.map { -$0.negativeELBO } }
        let rowClasses = indices.flatMap { [Int?](repeating: classes[$0], count: draws.count) }
        func logDensities(_ prior: any Prior, _ classes: [Int?]) -> [Double] {
            prior.logDensities(of: latents, classes: classes, transport: transport, seed: seed, pool: pool)
        }
        let densities = logDensities(model.prior, rowClasses)
        // The rates of the terms are under the prior that the network was trained with.
        let own = logDensities(
            model.network.ownPrior(model.parameters), [Int?](repeating: nil, count: rowClasses.count))
        return terms.indices.map { -terms[$0].negativeELBO + densities[$0] - own[$0] }
    }
}
