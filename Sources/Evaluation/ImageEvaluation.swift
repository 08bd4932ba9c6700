import GreyImages
import Platform
import VAE

/// How well a model explains images: its bounds on their likelihood, and what these figures rest on.
public struct ImageEvaluation: Sendable {
    /// The bound with the prior that the network was trained with.
    public let likelihood: LikelihoodReport
    /// The bound with the model's own prior; nil if it wasn't asked for.
    public let withModelPrior: LikelihoodSummary?
    /// The importance-weighted estimate of the likelihood; nil if it wasn't asked for.
    public let importance: ImportanceLikelihood?
    /// The prior that the network was trained with, and the model's own.
    package let trainingPrior: PriorConfiguration
    package let modelPrior: PriorConfiguration
    public let latentCount: Int
    /// The levels that fill the networks' scale, and the number of pixels outside them.
    public let levels: LevelRange
    public let pixelsOutsideLevels: Int
    /// Whether grey levels count as probabilities, so that the figures are cross-entropies and not likelihoods.
    public let isCrossEntropy: Bool

    /// - Parameters:
    ///   - images: Images of the model's size and depth, which it was not trained on.
    ///   - model: The model.
    ///   - progress: Told the share of the importance samples that are drawn; an error that it throws ends the work.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    public init(
        of images: ImageDataset, by model: Model, options: EvaluationOptions = EvaluationOptions(), pool: WorkerPool,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        let inference = Inference(model, pool: pool)
        let density = DensityOptions(steps: options.densitySteps, seed: options.seed)
        likelihood = try LikelihoodReport(inference, images: images, seed: options.seed)
        withModelPrior =
            options.hasPriorDensity
            ? try PriorLikelihood(of: images, by: inference, density: density).summary : nil
        importance = try options.importanceSamples.map { samples in
            try ImportanceLikelihood(
                of: images, by: inference, samples: samples, density: density, progress: progress)
        }
        let configuration = model.configuration
        trainingPrior = model.network.ownPrior(model.parameters).configuration
        modelPrior = model.prior.configuration
        latentCount = configuration.latentCount
        levels = configuration.levels
        pixelsOutsideLevels = configuration.levels.outsideCount(in: images)
        isCrossEntropy = configuration.likelihood == .bernoulli && configuration.binarization == .none
    }
}
