import GreyImages
import Kernels
import Layers
import Platform
import VAE

/// The gradient of a batch, computed by all threads.
///
/// The batch is cut into lanes whose size depends on the model and the batch, never on the number of threads. Each lane
/// has its own gradients, which are added in lane order. The same seed therefore gives the same bits with any number of
/// threads. The weight gradients of dense layers are computed for the whole batch at once. All memory is allocated at
/// the start.
final class BatchGradient: @unchecked Sendable {
    private let network: VariationalAutoencoder
    private let batches: ImageBatches
    let draws: Int
    private let pool: WorkerPool
    private let cut: LaneCut
    private let weights: NetworkWeights
    private let laneGradients: LaneGradients
    private let record: BatchRecord
    private let workspaces: [LaneWorkspace]
    /// Two numbers per thread, from which a crop's place is drawn.
    private let cropDraws: [Buffer]
    private lazy var lanes = WorkerPool.Work { [unowned self] lane, worker in computeLane(lane, worker) }
    private lazy var prior = WorkerPool.Work { [unowned self] chunk, _ in computePrior(chunk) }
    private lazy var finish = WorkerPool.Work { [unowned self] part, worker in finishPart(part, worker) }
    /// The current batch: set before the threads begin, and unchanged while they work.
    private var batch: ArraySlice<Int> = []
    private var step = 0
    private var objective = TrainingObjective()
    /// The terms of the last batch's images.
    let terms: SharedArray<ImageTerms>

    /// - Parameters:
    ///   - network: The network for the batches' images or crops.
    ///   - parameters: The parameters, which are read at every `compute`.
    ///   - draws: The number of draws of each image's latent.
    init(
        _ network: VariationalAutoencoder, parameters: Arena, batches: ImageBatches, draws: Int = 1, pool: WorkerPool
    ) {
        self.draws = draws
        self.network = network
        self.batches = batches
        self.pool = pool
        let cut = LaneCut(network, batch: batches.size, draws: draws)
        self.cut = cut
        weights = NetworkWeights(network, parameters: parameters, backward: true)
        record = BatchRecord(
            network, cut: cut, draws: TrainingObjective.gradientDraws(of: draws), trainsPrior: true)
        laneGradients = LaneGradients(
            network.layout, slots: network.laneSlots, cut: cut, pool: pool, minimumCount: record.priorChunks)
        workspaces = (0..<pool.threadCount).map { _ in
            LaneWorkspace(network, capacity: cut.size * draws, backward: true)
        }
        cropDraws = (0..<pool.threadCount).map { _ in Buffer(count: 2) }
        terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: batches.size)
    }

    /// The gradient after `compute`.
    var gradients: Arena { laneGradients.total }

    /// Computes the gradient of the objective's mean over the batch, and each image's terms. Of crops, the gradient is
    /// that of the crops' sums, and the terms are scaled to those of whole images.
    ///
    /// - Parameters:
    ///   - batch: The indices of the images.
    ///   - step: The number of the step. It determines the noise.
    ///   - objective: The objective. Its number of importance samples is that of the initializer's draws.
    /// - Returns: The gradient's Euclidean norm.
    func compute(_ batch: ArraySlice<Int>, step: Int, objective: TrainingObjective) -> Double {
        (self.batch, self.step, self.objective) = (batch, step, objective)
        if let crops = batches.crops { self.objective.freeNats /= crops.scale }
        defer { self.batch = [] }
        weights.pack(pool: pool)
        pool.run(cut.laneCount(batch: batch.count), lanes)
        pool.run(record.priorChunks, prior)
        pool.run(record.partCount, finish)
        return laneGradients.addUp(batch: batch.count)
    }

    private func computeLane(_ lane: Int, _ worker: Int) {
        let places = cut.places(of: lane, batch: batch.count)
        let indices = batch[batch.startIndex + places.lowerBound..<batch.startIndex + places.upperBound]
        let workspace = workspaces[worker]
        load(indices, into: workspace, cropDraws[worker])
        network.accumulateGradients(
            network.pass(images: indices.count, weights: weights, workspace: workspace), objective: objective,
            weight: 1 / Double(batch.count),
            gradients: record.gradients(
                lane: lane, images: batch.count, arena: laneGradients.cleared(lane: lane)),
            into: terms)
        guard let crops = batches.crops else { return }
        for place in places {
            terms[place].distortion *= crops.scale
            terms[place].rate *= crops.scale
        }
    }

    private func computePrior(_ chunk: Int) {
        record.finishPrior(
            chunk: chunk, images: batch.count, lanes: cut.laneCount(batch: batch.count), weights: weights,
            into: (laneGradients.lane(chunk, batch: batch.count), gradients))
    }

    private func finishPart(_ part: Int, _ worker: Int) {
        record.finish(part: part, images: batch.count, workspace: workspaces[worker], into: gradients)
    }

    private func load(_ indices: ArraySlice<Int>, into workspace: LaneWorkspace, _ cropDraws: Buffer) {
        let (images, seed) = (batches.images, batches.seed)
        for (image, index) in indices.enumerated() {
            let region = batches.crops.map {
                $0.region(
                    from: RandomStream(seed: seed, purpose: .trainingCrop, step: step, item: index), draws: cropDraws)
            }
            workspace.load(
                index, of: images, in: region, at: image, binarization: network.configuration.binarization,
                from: RandomStream(seed: seed, purpose: .trainingPixels, step: step, item: index))
            if draws > 1 {
                workspace.drawChoicePosition(
                    image, from: RandomStream(seed: seed, purpose: .trainingChoice, step: step, item: index))
            }
            for draw in 0..<draws {
                workspace.drawNoise(
                    image * draws + draw,
                    from: RandomStream(
                        seed: seed, purpose: .trainingNoise, step: step, item: index + draw * images.count))
            }
        }
    }
}
