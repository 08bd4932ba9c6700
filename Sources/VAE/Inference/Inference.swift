import GreyImages
import Kernels
import Layers
import Synchronization

/// Runs a model forward over many images with all threads, in lanes of a fixed number of images.
///
/// A lane that is not full is padded, so that a row's result doesn't depend on how many there are: the first ten of a
/// hundred samples are the ten that were asked for alone.
public struct Inference: Sendable {
    public let model: Model
    private let pool: WorkerPool
    private let laneSize: Int
    private let workspaces: [LaneWorkspace]

    public init(_ model: Model, pool: WorkerPool) {
        self.model = model
        self.pool = pool
        let size = min(16, model.network.imagesPerLane)
        laneSize = size
        workspaces = (0..<pool.threadCount).map { _ in
            LaneWorkspace(model.network, capacity: size, backward: false)
        }
    }

    /// The posteriors of images of a data set that has the model's image size and bit depth.
    ///
    /// - binarizationSeed: draws binary images first where the model was trained on such.
    public func posteriors(of images: ImageDataset, binarizationSeed: UInt64 = 0) -> Posteriors {
        let network = model.network
        precondition(images.size == network.configuration.imageSize, "the images have the model's size")
        let latentCount = network.configuration.latentCount
        let results = Buffer(count: images.count * 2 * latentCount)
        forEachLane(of: images.count) { lane, workspace in
            for (place, image) in lane.enumerated() {
                workspace.load(image, of: images, at: place)
                if network.configuration.binarization == .dynamic {
                    workspace.binarize(
                        place, from: RandomStream(seed: binarizationSeed, purpose: .evaluationPixels, item: image),
                        maximumLevel: network.configuration.bitDepth.maximumLevel)
                }
            }
            let raw = network.posteriors(images: laneSize, parameters: model.parameters, workspace: workspace)
            let width = 2 * latentCount
            results[lane.lowerBound * width..<lane.upperBound * width].copy(from: raw.prefix(lane.count * width))
        }
        var means: [Float] = []
        var logVariances: [Float] = []
        means.reserveCapacity(images.count * latentCount)
        logVariances.reserveCapacity(images.count * latentCount)
        for image in 0..<images.count {
            let row = results[row: image, of: 2 * latentCount].values
            means += row[..<latentCount]
            logVariances += row[latentCount...]
        }
        return Posteriors(
            means: Latents(dimension: latentCount, values: means),
            logVariances: Latents(dimension: latentCount, values: logVariances))
    }

    /// Decodes every row and hands the images over as they come, from several threads and in no order.
    ///
    /// - Throws: the first error that `receive` throws; the rest is then left out.
    public func decode(
        _ latents: Latents, appearance: Appearance = .mean, receive: @Sendable (Int, GreyImage) throws -> Void
    ) throws {
        let network = model.network
        precondition(latents.dimension == network.configuration.latentCount, "the latents have the model's dimension")
        let failure = Mutex<(any Error)?>(nil)
        forEachLane(of: latents.count) { lane, workspace in
            if failure.withLock({ $0 != nil }) { return }
            let input = workspace.latents
            input.fill(0)
            let first = lane.lowerBound * latents.dimension
            input.withMutableSpan { span in
                for index in 0..<lane.count * latents.dimension { span[index] = latents.values[first + index] }
            }
            let outputs = network.decoder.stack.forward(
                input, images: laneSize, parameters: model.parameters, workspace: workspace.decoder)
            do {
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
    public func decode(_ latents: Latents, appearance: Appearance = .mean) -> [GreyImage] {
        let images = Mutex([GreyImage?](repeating: nil, count: latents.count))
        // What is received here never throws.
        try? decode(latents, appearance: appearance) { row, image in images.withLock { $0[row] = image } }
        return images.withLock { $0.compactMap(\.self) }
    }

    private func image(
        from outputs: Buffer, place: Int, row: Int, _ appearance: Appearance, _ workspace: LaneWorkspace
    ) -> GreyImage {
        let network = model.network
        let output = outputs[row: place, of: network.decoder.stack.outputCount]
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
            samples: levels.withSpan { span in span.indices.map { UInt16(span[$0] + 0.5) } })
    }

    private func forEachLane(of count: Int, _ body: @Sendable (Range<Int>, LaneWorkspace) -> Void) {
        let lanes = (count + laneSize - 1) / laneSize
        pool.run(lanes) { lane, worker in
            body(lane * laneSize..<min(count, (lane + 1) * laneSize), workspaces[worker])
        }
    }
}

extension RandomStream.Purpose {
    public static let drawnPixels = Self(rawValue: 2)
    public static let evaluationPixels = Self(rawValue: 3)
    public static let priorDraw = Self(rawValue: 4)
}
