import Kernels
import Layers

/// The gradient of a few images by themselves, such as that of a single image, computed on one thread. The gradients of
/// all images of a batch add up to the batch's.
///
/// All memory is taken at the start.
package struct SeparateGradient: Sendable {
    /// The whole gradient after `compute`.
    package let gradients: Arena
    private let record: BatchRecord

    /// - Parameters:
    ///   - images: The maximum number of images.
    ///   - draws: The number of draws of each image that have a gradient.
    package init(_ network: VariationalAutoencoder, images: Int = 1, draws: Int = 1) {
        gradients = Arena(network.layout)
        record = BatchRecord(network, cut: LaneCut(whole: images), draws: draws, trainsPrior: true)
    }

    /// Computes the gradient of weight · Σ over the images of the objective.
    ///
    /// - Parameters:
    ///   - pass: One over the images that stand in its workspace.
    ///   - terms: Set from 0 on.
    package func compute(
        _ network: VariationalAutoencoder, _ pass: NetworkPass, objective: TrainingObjective, weight: Double,
        into terms: SharedArray<ImageTerms>
    ) {
        gradients.buffer.fill(0)
        network.accumulateGradients(
            pass, objective: objective, weight: weight,
            gradients: record.gradients(lane: 0, images: pass.images, arena: gradients), into: terms)
        for chunk in 0..<record.priorChunks {
            record.finishPrior(
                chunk: chunk, images: pass.images, lanes: 1, weights: pass.weights, into: (gradients, gradients))
        }
        for part in 0..<record.partCount {
            record.finish(part: part, images: pass.images, workspace: pass.workspace, into: gradients)
        }
    }
}
