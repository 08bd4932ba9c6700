import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// A training in memory: parameters, optimizer and step count, which take one step for every batch they are given.
///
/// A session knows nothing of files, of clocks or of where its batches come from. A seed determines it: the same batches
/// give the same parameters, to the bit, for any number of threads.
///
/// Source: Kingma & Welling, 2014, arXiv:1312.6114 (the evidence lower bound that it maximizes).
public final class TrainingSession {
    let source: any GradientSource
    private(set) var trained: [TrainedParameters]
    var counters = SessionCounters()
    private let schedule: LearningRateSchedule
    /// Whether a gradient that is absurdly long is left out, and not shortened.
    private let leavesOutAbsurd: Bool
    let pool: WorkerPool
    private var passes: [AdamPass] = []
    private var passesRevision: Int?
    /// What is trained and how, where it is an autoencoder.
    var autoencoder: (network: VariationalAutoencoder, settings: TrainingSettings)?
    /// The images that batches may be taken from.
    var imageCount = 0

    /// This many absurd gradients in a row mean that the data have changed: from there on they are only shortened.
    private static let maximumAbsurdInARow = 3

    /// - Parameter trained: in the order of the source's gradients.
    init(
        _ source: any GradientSource, trained: [TrainedParameters], schedule: LearningRateSchedule,
        leavesOutAbsurd: Bool, pool: WorkerPool
    ) {
        self.source = source
        self.trained = trained
        self.schedule = schedule
        self.leavesOutAbsurd = leavesOutAbsurd
        self.pool = pool
    }

    /// Steps taken so far.
    public var steps: Int { trained[0].optimizer.stepCount }

    /// Takes one step.
    ///
    /// A batch whose gradient is not finite, or absurdly long, is left out and counted.
    ///
    /// - Parameters:
    ///   - images: indices of the batch's images.
    ///   - progress: the share of the training that is done, 0...1, which the learning rate and the rate's weight
    ///     follow.
    ///   - learningRateShare: multiplies the learning rate.
    func takeStep(_ images: ArraySlice<Int>, progress: Double, learningRateShare: Double = 1) -> SessionStep {
        let step = steps + 1
        let report = source.compute(images, step: step, progress: progress)
        let isAbsurd =
            leavesOutAbsurd && counters.clipper.isAbsurd(report.norm)
            && counters.skippedInARow < Self.maximumAbsurdInARow
        guard report.isFinite, !isAbsurd else {
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

    /// Goes back to other weights: their moments are forgotten, and what a usual gradient is.
    func restart(at weights: Arena) {
        counters.skippedInARow = 0
        counters.clipper = GradientClipper()
        let first = trained[0]
        for arena in [first.parameters, first.optimizer.averaged] { arena.buffer.copy(from: weights.buffer) }
        for arena in [first.optimizer.firstMoment, first.optimizer.secondMoment] { arena.buffer.fill(0) }
    }

    /// Everything that the next step depends on, beside the counters and the step count.
    var arenas: [(name: String, layout: ParameterLayout, arena: Arena)] { trained.flatMap(\.arenas) }

    /// Goes on from a step whose arenas were read back.
    func resume(at step: Int, counters: SessionCounters) {
        self.counters = counters
        source.balance = counters.balance
        for index in trained.indices { trained[index].optimizer.resume(at: step) }
    }
}

/// What came of a step.
struct SessionStep {
    var loss: Double
    /// Whether the parameters changed.
    var isTaken: Bool
}
