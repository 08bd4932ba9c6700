import GreyImages
import Platform
import VAE

/// Makes new images with a model: draws latents from its prior, refuses copies, chooses varied ones and decodes them.
package struct ImageSampler: Sendable {
    private let inference: Inference

    /// - Parameter inference: The model.
    package init(_ inference: Inference) { self.inference = inference }

    /// Finds samples: the first draws that will do, or those chosen for their quality and variety.
    ///
    /// - Parameters:
    ///   - request: What is wanted.
    ///   - progress: Told how far the work has come; an error that it throws ends the work.
    /// - Throws: `SamplingError`, `InferenceError.notFinite`, `MemoryError`, and what `progress` throws.
    package func samples(
        _ request: SampleRequest, progress: (SamplingProgress) throws -> Void = { _ in }
    ) throws -> SampleSet {
        let wanted = request.wanted
        let candidateCount = request.isChosen ? try request.diversity.candidates(for: wanted.count) : wanted.count
        // Drawn, gathered, chosen and written: about four copies.
        try Memory.require(
            16 * Double(candidateCount) * Double(inference.model.configuration.latentCount),
            for: "the latents of \(candidateCount) candidates", remedy: "ask for fewer samples or a smaller pool")
        var source = CandidateSource(inference, request)
        let candidates = try source.gather(candidateCount, progress: progress)
        guard request.isChosen else {
            return SampleSet(candidates, firstOf: wanted, novelty: source.novelty)
        }
        let count = candidates.latents.count
        let weighed = try CandidatePool(
            candidates, inference: inference, features: request.diversity.features, seed: request.seed
        ) { try progress(SamplingProgress(stage: .weighing, done: $0, total: count)) }
        let choice = DiverseChoice(
            wanted, from: weighed, diversity: request.diversity, seed: request.seed, workers: inference.pool)
        return SampleSet(candidates, choice, of: wanted, novelty: source.novelty)
    }

    /// Decodes samples.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func images(of samples: SampleSet, appearance: Appearance = .mean) throws -> [GreyImage] {
        try inference.decode(samples.latents, appearance: appearance)
    }
}
