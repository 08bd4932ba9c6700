import GreyImages
import Kernels
import Layers
import VAE

/// Trains the decoder beside a discriminator, so that its images are as sharp as real ones. The encoder rests: its
/// posteriors stay those of the evidence lower bound.
final class DecoderSharpening: Refinement {
    private let settings: SharpeningSettings
    private let network: VariationalAutoencoder
    private let discriminator: Discriminator
    private let parameters: Arena
    private let judgeParameters: Arena
    private var optimizer: AdamOptimizer
    private var judgeOptimizer: AdamOptimizer
    private let gradient: AdversarialGradient
    private let adam: AdamPass
    private let judgeAdam: AdamPass
    private let norms: SpectralNorms
    private let pool: WorkerPool
    var scalars = RefinementScalars()

    /// Both optimisers forget sooner than customary: each one's aim moves with the other.
    private static let beta1 = 0.5
    /// The share of itself that the balance keeps in a step.
    private static let balanceDecay = 0.95

    let stage = TrainingStage.decoder
    let batch: Int

    /// - images: those to train on; posteriors: of the same, place by place.
    init(
        _ model: Model, images: ImageDataset, posteriors: PosteriorStore, settings: SharpeningSettings,
        seed: UInt64, pool: WorkerPool
    ) {
        self.settings = settings
        self.pool = pool
        network = model.network
        batch = min(settings.batch, images.count)
        parameters = model.parameters.copy()
        discriminator = Discriminator(imageSize: model.configuration.imageSize)
        judgeParameters = Arena(discriminator.layout)
        discriminator.layout.initialize(judgeParameters, seed: seed)
        norms = SpectralNorms(weights: discriminator.weights)
        norms.normalize(judgeParameters, iterations: 10)
        optimizer = AdamOptimizer(layout: network.layout, parameters: parameters, beta1: Self.beta1)
        judgeOptimizer = AdamOptimizer(
            layout: discriminator.layout, parameters: judgeParameters, beta1: Self.beta1)
        gradient = AdversarialGradient(
            network, parameters: parameters, discriminator: discriminator, judgeParameters: judgeParameters,
            images: images, posteriors: posteriors, batch: batch, seed: seed, pool: pool)
        adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
        judgeAdam = AdamPass(judgeOptimizer, parameters: judgeParameters, gradients: gradient.judgeGradient)
    }

    func takeStep(_ images: [Int], step: Int, learningRateShare: Double) -> Double {
        let report = gradient.compute(images, step: step, factor: settings.weight * (scalars.balance ?? 0))
        let loss = report.terms.distortion
        guard loss.isFinite, report.norm.isFinite, report.judgeNorm.isFinite else { return .nan }
        let clipped = scalars.clipper.clip(report.norm, factor: 3)
        adam.run(
            optimizer.nextStep(
                learningRate: settings.learningRate * learningRateShare,
                gradientScale: report.norm > 0 ? clipped / report.norm : 1, averagingDecay: settings.averaging),
            pool: pool)
        judgeAdam.run(
            judgeOptimizer.nextStep(
                learningRate: settings.judgeLearningRate * learningRateShare, gradientScale: 1,
                averagingDecay: settings.averaging),
            pool: pool)
        norms.normalize(judgeParameters)
        let ratio = min(report.reconstructionNorm / (report.adversarialNorm + 1e-6), 1e6)
        scalars.balance = scalars.balance.map { Self.balanceDecay * $0 + (1 - Self.balanceDecay) * ratio } ?? ratio
        return loss
    }

    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        [
            ("parameters.", network.layout, parameters), ("first_moment.", network.layout, optimizer.firstMoment),
            ("second_moment.", network.layout, optimizer.secondMoment),
            ("averaged.", network.layout, optimizer.averaged),
            ("parameters.", discriminator.layout, judgeParameters),
            ("first_moment.", discriminator.layout, judgeOptimizer.firstMoment),
            ("second_moment.", discriminator.layout, judgeOptimizer.secondMoment),
        ]
    }

    func resume(at step: Int) {
        optimizer.resume(at: step)
        judgeOptimizer.resume(at: step)
    }

    func refined(_ model: Model, steps: Int) -> Model {
        var facts = model.facts
        facts.adversarialWeight = settings.weight
        facts.adversarialSteps = steps
        return Model(network: network, parameters: optimizer.averaged.copy(), prior: model.prior, facts: facts)
    }
}
