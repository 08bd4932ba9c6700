import Kernels
import Layers
import Platform

/// The decoder as a map from latents to mean images, and the gradients of functions of the mean images with respect to
/// the latents.
package struct DecoderPullBack: Sendable {
    private let network: VariationalAutoencoder
    private let weights: NetworkWeights
    private let workspaces: [LaneWorkspace]
    private let pool: WorkerPool

    /// - Precondition: The architecture is not a ladder.
    package init(_ model: Model, pool: WorkerPool) {
        precondition(!model.network.hasLadder, "a decoder of one group of latents")
        network = model.network
        self.pool = pool
        weights = NetworkWeights(network, parameters: model.parameters, backward: true)
        weights.pack(pool: pool)
        let capacity = network.imagesPerLane
        let network = network
        workspaces = (0..<pool.threadCount).map { _ in
            LaneWorkspace(network, capacity: capacity, backward: true)
        }
    }

    package var pixelCount: Int { network.pixelCount }

    /// The mean images `[rows, pixels]`, on -1...1 and not held within it.
    package func means(of latents: Latents) -> Buffer {
        let means = Buffer(count: latents.count * pixelCount)
        forEachLane(latents) { rows, outputs, _ in
            for (place, row) in rows.enumerated() {
                network.likelihood.means(
                    outputs: outputs[row: place, of: network.outputCount], into: means[row: row, of: pixelCount])
            }
        }
        return means
    }

    /// The gradient with respect to the latents, `[rows, latents]`, of a function whose gradient with respect to their mean
    /// images is `[rows, pixels]`.
    package func gradient(at latents: Latents, ofMeans gradient: Buffer) -> Latents {
        precondition(gradient.count == latents.count * pixelCount, "a gradient per mean image")
        let results = Buffer(count: latents.values.count)
        let dimension = latents.dimension
        forEachLane(latents) { rows, outputs, workspace in
            let outputGradient = workspace.outputGradient.prefix(outputs.count)
            for (place, row) in rows.enumerated() {
                network.likelihood.outputGradient(
                    outputs: outputs[row: place, of: network.outputCount],
                    meansGradient: gradient[row: row, of: pixelCount],
                    into: outputGradient[row: place, of: network.outputCount])
            }
            network.pass(images: rows.count, weights: weights, workspace: workspace).backward(
                network.flat.decoderPlace, outputGradient, input: workspace.latents.prefix(rows.count * dimension),
                gradients: nil, into: results[rows, each: dimension])
        }
        return Latents(dimension: dimension, values: results.values)
    }

    /// Decodes the rows lane by lane.
    private func forEachLane(
        _ latents: Latents,
        _ body: @Sendable (_ rows: Range<Int>, _ outputs: Buffer, _ workspace: LaneWorkspace) -> Void
    ) {
        let size = network.imagesPerLane
        let values = Buffer(latents.values)
        pool.run((latents.count + size - 1) / size) { lane, worker in
            let rows = lane * size..<min(latents.count, (lane + 1) * size)
            let workspace = workspaces[worker]
            workspace.latents.prefix(rows.count * latents.dimension).copy(from: values[rows, each: latents.dimension])
            body(rows, network.decode(images: rows.count, weights: weights, workspace: workspace), workspace)
        }
    }
}
