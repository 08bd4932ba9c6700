import Kernels
import Layers

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
public struct BatchRecord: Sendable {
    let encoder: StackRecord
    let decoder: StackRecord

    /// - batch: the most images.
    public init(_ network: VariationalAutoencoder, batch: Int) {
        encoder = StackRecord(network.encoder.stack, batch: batch)
        decoder = StackRecord(network.decoder.stack, batch: batch)
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { encoder.partCount + decoder.partCount }

    /// Computes one part of the gradients that no lane has added up.
    public func finish(part: Int, images: Int, workspace: LaneWorkspace, into gradients: Arena) {
        if part < encoder.partCount {
            encoder.finish(part: part, images: images, workspace: workspace.encoder, into: gradients)
        } else {
            decoder.finish(
                part: part - encoder.partCount, images: images, workspace: workspace.decoder, into: gradients)
        }
    }
}
