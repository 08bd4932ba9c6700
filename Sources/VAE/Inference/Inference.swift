import GreyImages
import Kernels
import Layers
import Platform
import Synchronization

/// A model whose network is loaded, for forward passes over many images on all threads.
///
/// A row's result doesn't depend on the other rows or on their number: the first ten of a hundred samples are the same as ten
/// samples by themselves.
///
/// A convolutional network takes large images tile by tile, with the same results.
package struct Inference: Sendable {
    package let model: Model
    package let network: VariationalAutoencoder
    /// The threads that do the work.
    package let pool: WorkerPool
    let weights: NetworkWeights
    let workspaces: [LaneWorkspace]

    /// The largest magnitude of a latent: beyond it, sums of squares come near the limit of single precision.
    package static let largestLatent: Float = 1e15
    /// The maximum number of images that a thread takes at a time.
    private static let maximumImages = 64
    /// The number of floats of an image's activations from which it is taken alone.
    private static let largeActivations = 4 << 20

    /// - Parameters:
    ///   - model: The model, whose parameters are read now and at every `parametersHaveChanged`.
    ///   - pool: The threads that do the work.
    package init(_ model: Model, pool: WorkerPool) {
        self.init(model, pool: pool, tiles: TilePlan(model.configuration))
    }

    /// - Parameter tiles: The tiles in which images are taken; nil to take them whole.
    init(_ model: Model, pool: WorkerPool, tiles: TilePlan?) {
        let network = model.network.inTiles(tiles)
        self.model = model
        self.network = network
        self.pool = pool
        weights = NetworkWeights(network, parameters: model.parameters, backward: false)
        workspaces = (0..<pool.threadCount).map { _ in
            LaneWorkspace(network, capacity: Self.laneSize(network), backward: false)
        }
        parametersHaveChanged()
    }

    /// Reads the parameters again.
    package func parametersHaveChanged() { weights.pack(pool: pool) }

    /// The number of images whose activations fit in a second-level cache; at least 8 where dense layers' weights are read
    /// from memory, and one where a single image fills the cache many times.
    private static func laneSize(_ network: VariationalAutoencoder) -> Int {
        let sharesDenseWeights = network.layout.parameterCount > network.laneSlots.reduce(0) { $0 + $1.count }
        let activations = network.stacks.activationCount
        if activations > largeActivations && !sharesDenseWeights { return 1 }
        return min(maximumImages, max(sharesDenseWeights ? 8 : 2, 512 * 1024 / activations))
    }

    /// The posteriors of a data set's images.
    ///
    /// - Parameter seed: The seed of the draws of binary images, where the model was trained on those.
    /// - Throws: `InferenceError.notFinite`.
    package func posteriors(of images: ImageDataset, seed: UInt64 = 0) throws(InferenceError) -> Posteriors {
        try posteriors(of: images, indices: Array(0..<images.count), seed: seed)
    }

    /// The posteriors of some of a data set's images.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func posteriors(
        of images: ImageDataset, indices: [Int], seed: UInt64 = 0
    ) throws(InferenceError) -> Posteriors {
        let width = 2 * network.configuration.latentCount
        let results = Buffer(count: indices.count * width)
        forEachLane(of: indices.count) { lane, workspace in
            load(indices[lane], of: images, seed: seed, into: workspace)
            let raw = network.posteriors(images: lane.count, weights: weights, workspace: workspace)
            results[lane.lowerBound * width..<lane.upperBound * width].copy(from: raw)
        }
        guard results.isWithin(Self.largestLatent) else { throw .notFinite(model: model.file) }
        return Posteriors(interleaved: results.values, latentCount: network.configuration.latentCount)
    }

    /// The terms of the negative ELBO of some of a data set's images, with one draw from the posterior each.
    ///
    /// - Parameter indices: The images. The draws of an image depend on the seed and its index alone.
    package func terms(of images: ImageDataset, indices: [Int], seed: UInt64) -> [ImageTerms] {
        let terms = SharedArray(repeating: ImageTerms(distortion: 0, rate: 0), count: indices.count)
        forEachLane(of: indices.count) { lane, workspace in
            load(indices[lane], of: images, seed: seed, into: workspace)
            for (place, index) in indices[lane].enumerated() {
                workspace.drawNoise(
                    place, from: RandomStream(seed: seed, purpose: .evaluationNoise, item: index))
            }
            network.terms(
                images: lane.count, weights: weights, workspace: workspace, firstImage: lane.lowerBound, into: terms)
        }
        return terms.prefix(indices.count)
    }

    /// One draw from each of a data set's posteriors, in order: the draws of `terms` with the same seed.
    ///
    /// - Returns: The draws `[images, latents]`, and log q(draw | image) of each, in nats.
    package func draws(from posteriors: Posteriors, seed: UInt64) -> (latents: Latents, logDensities: [Double]) {
        let (means, dimension) = (posteriors.means, posteriors.means.dimension)
        let deviations = Buffer(posteriors.logVariances.values)
        KernelSet.current.deviations(ofLogVariances: deviations)
        let noise = Buffer(count: dimension)
        var values = means.values
        let densities = (0..<means.count).map { row in
            RandomStream(seed: seed, purpose: .evaluationNoise, item: row).fillNormal(noise)
            for index in 0..<dimension {
                values[row * dimension + index] += deviations[row * dimension + index] * noise[index]
            }
            return StandardNormalPrior.logDensity(of: noise.values)
                - 0.5 * posteriors.logVariances[row].reduce(0) { $0 + Double($1) }
        }
        return (Latents(dimension: dimension, values: values), densities)
    }

    func load(
        _ indices: some Sequence<Int>, of images: ImageDataset, seed: UInt64, into workspace: LaneWorkspace
    ) {
        precondition(
            images.size == network.configuration.imageSize && images.bitDepth == network.configuration.bitDepth,
            "the images have the model's size and depth")
        for (place, index) in indices.enumerated() {
            workspace.load(
                index, of: images, at: place, binarization: network.configuration.binarization,
                from: RandomStream(seed: seed, purpose: .evaluationPixels, item: index))
        }
    }

    /// Decodes every row and calls `receive` with the images, from several threads and in no order.
    ///
    /// - Throws: `InferenceError.notFinite`, or the first error that `receive` throws, after which decoding stops.
    package func decode(
        _ latents: Latents, appearance: Appearance = .mean, receive: @Sendable (Int, GreyImage) throws -> Void
    ) throws {
        precondition(latents.dimension == network.configuration.latentCount, "the latents have the model's dimension")
        let failure = Mutex<(any Error)?>(nil)
        forEachLane(of: latents.count) { lane, workspace in
            if failure.withLock({ $0 != nil }) { return }
            let input = workspace.latents.prefix(lane.count * latents.dimension)
            let first = lane.lowerBound * latents.dimension
            input.withMutableSpan { span in
                for index in 0..<lane.count * latents.dimension { span[index] = latents.values[first + index] }
            }
            let outputs = network.decode(images: lane.count, weights: weights, workspace: workspace)
            do {
                // A rectifier turns NaN into zero, so the latents are checked too.
                guard input.isWithin(Self.largestLatent), outputs.isWithin(.greatestFiniteMagnitude) else {
                    throw InferenceError.notFinite(model: model.file)
                }
                for (place, row) in lane.enumerated() {
                    try receive(row, image(from: outputs, place: place, row: row, appearance, workspace))
                }
            } catch {
                failure.withLock { if $0 == nil { $0 = error } }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Decodes every row, in order.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func decode(_ latents: Latents, appearance: Appearance = .mean) throws -> [GreyImage] {
        let images = Mutex([GreyImage?](repeating: nil, count: latents.count))
        try decode(latents, appearance: appearance) { row, image in images.withLock { $0[row] = image } }
        return images.withLock { $0.compactMap(\.self) }
    }

    private func image(
        from outputs: Buffer, place: Int, row: Int, _ appearance: Appearance, _ workspace: LaneWorkspace
    ) -> GreyImage {
        let output = outputs[row: place, of: network.outputCount]
        let levels = workspace.levels.prefix(network.pixelCount)
        switch appearance {
        case .mean:
            network.likelihood.expectedLevels(outputs: output, into: levels)
        case .draw(let seed):
            RandomStream(seed: seed, purpose: .drawnPixels, item: row).fillUniform(workspace.uniform)
            network.likelihood.drawnLevels(outputs: output, uniform: workspace.uniform, into: levels)
        }
        return GreyImage(
            size: network.configuration.imageSize, bitDepth: network.configuration.bitDepth,
            samples: KernelSet.current.rounded(levels))
    }

    /// Calls `body` for lanes of nearly equal size, several per thread where there are enough images.
    private func forEachLane(of count: Int, _ body: @Sendable (Range<Int>, LaneWorkspace) -> Void) {
        let share = (count + pool.threadCount - 1) / pool.threadCount
        let size = max(1, min(share, workspaces[0].capacity))
        pool.run((count + size - 1) / size) { lane, worker in
            body(lane * size..<min(count, (lane + 1) * size), workspaces[worker])
        }
    }
}
