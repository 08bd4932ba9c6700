import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// A training session in memory: parameters, an optimizer and a step count. Each batch of images gives one step.
///
/// A session uses no files and no clock, and its caller chooses the batches. The seed and the batches determine the
/// parameters to the bit, for any number of threads.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114 (the evidence lower bound that it maximizes).
public final class TrainingSession {
    let source: any GradientSource
    private(set) var trained: [TrainedParameters]
    var counters = SessionCounters()
    private let schedule: LearningRateSchedule
    /// Whether outliers among the gradients are skipped instead of shortened.
    private let skipsOutliers: Bool
    let pool: WorkerPool
    private var passes: [AdamPass] = []
    private var passesRevision: Int?
    /// The autoencoder and its settings; nil for a session that trains a discriminator or a prior.
    var autoencoder: (network: VariationalAutoencoder, settings: TrainingSettings)?
    /// The number of images that batches may be taken from.
    var imageCount = 0

    /// The number of outliers in a row that are skipped. After them the data must have changed, and outliers are only
    /// shortened.
    private static let maximumOutliersInARow = 3

    /// - Parameter trained: The sets of parameters, in the order of the source's gradients.
    init(
        _ source: any GradientSource, trained: [TrainedParameters], schedule: LearningRateSchedule,
        skipsOutliers: Bool, pool: WorkerPool
    ) {
        self.source = source
        self.trained = trained
        self.schedule = schedule
        self.skipsOutliers = skipsOutliers
        self.pool = pool
    }

    /// The number of steps taken so far.
    public var steps: Int { trained[0].optimizer.stepCount }

    /// Takes one step.
    ///
    /// A batch whose gradient is not finite or is an outlier is skipped and counted.
    ///
    /// - Parameters:
    ///   - images: The indices of the batch's images.
    ///   - progress: The share of the training that is done, 0...1. The learning rate and the rate's weight follow it.
    ///   - learningRateShare: The factor of the learning rate.
    func takeStep(_ images: ArraySlice<Int>, progress: Double, learningRateShare: Double = 1) -> SessionStep {
        let step = steps + 1
        let report = source.compute(images, step: step, progress: progress)
        let isOutlier =
            skipsOutliers && counters.clipper.isOutlier(report.norm)
            && counters.skippedInARow < Self.maximumOutliersInARow
        guard report.isFinite, !isOutlier else {
            counters.skippedSteps += 1
            counters.skippedInARow += 1
            return SessionStep(loss: report.loss, isTaken: false)
        }
        counters.skippedInARow = 0
        if passesRevision != source.revision {
            passes = zip(trained, source.gradientArenas).map {
                AdamPass($0.optimizer, parameters: $0.parameters, gradients: $1)
            }
            passesRevision = source.revision
        }
        for index in trained.indices {
            let options = trained[index].options
            var scale = 1.0
            if let clipping = options.clipping {
                let clipped = counters.clipper.clip(report.norm, factor: clipping)
                scale = report.norm > 0 ? clipped / report.norm : 1
            }
            let height = schedule.learningRate(height: options.learningRate, progress: progress, step: step)
            passes[index].run(
                trained[index].optimizer.nextStep(
                    learningRate: height * learningRateShare, gradientScale: scale,
                    weightDecay: options.weightDecay, averagingDecay: options.averaging),
                pool: pool)
        }
        source.stepTaken()
        return SessionStep(loss: report.loss, isTaken: true)
    }

    /// Goes back to earlier weights.
    func goBack(to weights: Arena) {
        let first = trained[0]
        for arena in [first.parameters, first.optimizer.averaged] { arena.buffer.copy(from: weights.buffer) }
    }

    /// Goes back to earlier weights, and forgets the moments and the usual norm of a gradient.
    func restart(at weights: Arena) {
        counters.skippedInARow = 0
        counters.clipper = GradientClipper()
        goBack(to: weights)
        let optimizer = trained[0].optimizer
        for arena in [optimizer.firstMoment, optimizer.secondMoment] { arena.buffer.fill(0) }
    }

    /// The arrays that the next step depends on, beside the counters and the step count.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] { trained.flatMap(\.arenas) }

    /// Continues from a step whose arrays have been restored.
    func resume(at step: Int, counters: SessionCounters) {
        self.counters = counters
        source.balance = counters.balance
        for index in trained.indices { trained[index].optimizer.resume(at: step) }
    }
}

/// The result of a step.
struct SessionStep {
    var loss: Double
    /// Whether the parameters changed.
    var isTaken: Bool
}
