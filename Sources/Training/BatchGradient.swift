import GreyImages
import Kernels
import Layers
import Synchronization
import VAE

/// The gradient of a batch, made by all threads.
///
/// The batch is cut into lanes whose size depends on the model and the batch, never on the threads; every lane has
/// gradients of its own, which are added in the order of the lanes. So the same seed gives the same bits with any
/// number of threads.
struct BatchGradient {
    private let network: VariationalAutoencoder
    private let images: ImageDataset
    private let seed: UInt64
    private let pool: WorkerPool
    private let laneSize: Int
    private let laneGradients: [Arena]
    private let workspaces: [LaneWorkspace]

    /// The most lanes of a batch: each has an arena of gradients.
    private static let laneLimit = 16

    init(
        _ network: VariationalAutoencoder, images: ImageDataset, batch: Int, seed: UInt64, pool: WorkerPool
    ) {
        self.network = network
        self.images = images
        self.seed = seed
        self.pool = pool
        let lanes = Self.lanes(network, batch: batch)
        laneSize = lanes.size
        laneGradients = (0..<lanes.count).map { _ in Arena(network.layout) }
        workspaces = (0..<pool.threadCount).map { _ in LaneWorkspace(network, capacity: lanes.size, backward: true) }
    }

    /// How a full batch is cut.
    static func lanes(_ network: VariationalAutoencoder, batch: Int) -> (count: Int, size: Int) {
        let size = min(batch, max(network.imagesPerLane, (batch + Self.laneLimit - 1) / Self.laneLimit))
        return ((batch + size - 1) / size, size)
    }

    /// The sum of the lanes' gradients after `compute`.
    var gradients: Arena { laneGradients[0] }

    /// Computes the gradient of the batch's mean of distortion + beta · rate.
    ///
    /// - batch: indices of images.
    /// - step: which noise is drawn.
    /// - Returns: every image's terms, and the gradient's Euclidean norm.
    func compute(
        _ batch: ArraySlice<Int>, step: Int, beta: Double, parameters: Arena
    ) -> (terms: [ImageTerms], norm: Double) {
        let laneCount = (batch.count + laneSize - 1) / laneSize
        let results = Mutex([[ImageTerms]](repeating: [], count: laneCount))
        pool.run(laneCount) { lane, worker in
            let start = batch.startIndex + lane * laneSize
            let indices = batch[start..<min(batch.endIndex, start + laneSize)]
            let workspace = workspaces[worker]
            load(indices, step: step, into: workspace)
            laneGradients[lane].buffer.fill(0)
            let terms = network.accumulateGradients(
                images: indices.count, parameters: parameters, beta: beta, weight: 1 / Double(batch.count),
                workspace: workspace, gradients: laneGradients[lane])
            results.withLock { $0[lane] = terms }
        }
        let norm = GradientSum.intoFirst(Array(laneGradients.prefix(laneCount)), pool: pool)
        return (results.withLock { $0.flatMap(\.self) }, norm)
    }

    private func load(_ indices: ArraySlice<Int>, step: Int, into workspace: LaneWorkspace) {
        for (place, index) in indices.enumerated() {
            workspace.load(
                index, of: images, at: place, binarization: network.configuration.binarization,
                from: RandomStream(seed: seed, purpose: .trainingPixels, step: step, item: index))
            workspace.drawNoise(
                place, from: RandomStream(seed: seed, purpose: .trainingNoise, step: step, item: index))
        }
    }
}
