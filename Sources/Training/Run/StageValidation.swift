import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// The validation of a stage: measures the averaged weights on held-out images, and keeps the best.
struct StageValidation {
    let network: VariationalAutoencoder
    /// The weights that are measured.
    let averaged: Arena
    /// The averaged weights at their best validation.
    let best: Arena
    let heldOut: [Int]
    /// The number of images that are trained on.
    let trainingCount: Int
    private let images: ImageDataset
    private let settings: TrainingSettings
    private let inference: Inference
    /// Whether training starts from the weights of a model, which are worth keeping.
    private let startsFromModel: Bool

    /// The number of held-out images whose draws are in memory together.
    private static let imagesAtATime = 64

    /// - Parameters:
    ///   - session: The session of an autoencoder, whose averaged weights are measured.
    ///   - images: All images.
    ///   - split: The images to train on and those held out.
    ///   - startsFromModel: Whether the session started from the weights of a model.
    init(_ session: TrainingSession, images: ImageDataset, split: DataSplit, startsFromModel: Bool) {
        guard let (network, settings) = session.autoencoder else { preconditionFailure("an autoencoder's session") }
        self.network = network
        self.settings = settings
        self.images = images
        averaged = session.trained[0].optimizer.averaged
        self.startsFromModel = startsFromModel
        best = averaged.copy()
        heldOut = split.validation
        trainingCount = split.training.count
        inference = Inference(Model(network: network, parameters: averaged), pool: session.pool)
    }

    /// The mean terms of the held-out images; nil if none are held out.
    func terms() -> ImageTerms? {
        inference.parametersHaveChanged()
        return TermSums(inference.terms(of: images, indices: heldOut, seed: settings.seed)).mean
    }

    /// The mean bound of the held-out images with a number of draws, -log mean exp(-distortion - β · rate), in nats;
    /// nil for one draw.
    ///
    /// Training with several draws makes the ELBO worse. More draws give a tighter bound, so later weights are
    /// preferred.
    func importanceBound(draws: Int) -> Double? {
        guard draws > 1 else { return nil }
        var total = 0.0
        for first in stride(from: 0, to: heldOut.count, by: Self.imagesAtATime) {
            let indices = Array(heldOut[first..<min(heldOut.count, first + Self.imagesAtATime)])
            let terms = inference.drawTerms(of: images, indices: indices, draws: 0..<draws, seed: settings.seed).terms
            for image in indices.indices {
                var sum = ImportanceSum()
                for row in image * draws..<(image + 1) * draws { sum.add(-settings.objective(terms[row])) }
                total -= sum.logMean
            }
        }
        return total / Double(heldOut.count)
    }

    /// Keeps the averaged weights if they are the best so far. Without held-out images, the latest weights are the
    /// best.
    ///
    /// - Parameters:
    ///   - held: The mean terms of the held-out images; nil if none are held out.
    ///   - bound: Their bound with several draws; nil if training uses one.
    ///   - progress: The progress, which records the best weights' figures.
    /// - Returns: Whether they are the best.
    func keepIfBest(_ held: ImageTerms?, bound: Double?, into progress: inout TrainingProgress) -> Bool {
        let objective = bound ?? held.map(settings.objective)
        let isBest = objective.map { $0 < progress.bestObjective ?? .infinity } ?? true
        guard isBest else { return false }
        progress.bestObjective = objective
        best.buffer.copy(from: averaged.buffer)
        progress.bestNegativeELBO = held?.negativeELBO
        progress.bestEpoch = progress.epoch
        return true
    }

    /// Measures the weights of the model that training starts from, so that training never ends with worse ones.
    func measureInitialWeights(into progress: inout TrainingProgress, importanceSamples: Int) {
        guard startsFromModel, !heldOut.isEmpty, progress.bestObjective == nil else { return }
        _ = keepIfBest(terms(), bound: importanceBound(draws: importanceSamples), into: &progress)
    }
}
