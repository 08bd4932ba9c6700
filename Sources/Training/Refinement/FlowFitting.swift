import Kernels
import Layers
import VAE

/// Fits a flow prior to the posteriors of a model's training images.
final class FlowFitting: Refinement {
    private let settings: FlowSettings
    private let network: VelocityNetwork
    private let parameters: Arena
    private var optimizer: AdamOptimizer
    private let gradient: FlowGradient
    private let adam: AdamPass
    private let pool: WorkerPool
    var scalars = RefinementScalars()

    let stage = TrainingStage.prior
    let batch: Int

    /// - posteriors: those of which the flow's scale is measured; store: the same, place by place.
    ///
    /// - Throws: `ConfigurationError`.
    init(
        _ model: Model, posteriors: Posteriors, store: PosteriorStore, settings: FlowSettings, seed: UInt64,
        pool: WorkerPool
    ) throws {
        self.settings = settings
        self.pool = pool
        batch = settings.batch
        let configuration = model.configuration
        network = try VelocityNetwork(
            settings.network, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
        parameters = Arena(network.layout)
        network.layout.initialize(parameters, seed: seed)
        network.measureScale(of: posteriors, into: parameters)
        optimizer = AdamOptimizer(layout: network.layout, parameters: parameters)
        gradient = FlowGradient(
            network, parameters: parameters, posteriors: store, batch: batch, seed: seed, pool: pool)
        adam = AdamPass(optimizer, parameters: parameters, gradients: gradient.gradients)
    }

    func takeStep(_ images: [Int], step: Int, learningRateShare: Double) -> Double {
        let (norm, loss) = gradient.compute(images, step: step)
        guard norm.isFinite, loss.isFinite else { return .nan }
        let clipped = scalars.clipper.clip(norm, factor: 3)
        adam.run(
            optimizer.nextStep(
                learningRate: settings.learningRate * learningRateShare,
                gradientScale: norm > 0 ? clipped / norm : 1, averagingDecay: settings.averaging),
            pool: pool)
        return loss
    }

    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] {
        [
            ("parameters.", network.layout, parameters), ("first_moment.", network.layout, optimizer.firstMoment),
            ("second_moment.", network.layout, optimizer.secondMoment),
            ("averaged.", network.layout, optimizer.averaged),
        ]
    }

    func resume(at step: Int) { optimizer.resume(at: step) }

    func refined(_ model: Model, steps: Int) -> Model {
        var facts = model.facts
        facts.priorSteps = steps
        return Model(
            network: model.network, parameters: model.parameters,
            prior: FlowPrior(network: network, arena: optimizer.averaged.copy()), facts: facts)
    }
}
