import Kernels
import Layers

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
public struct VelocityRecord: Sendable {
    let embedding: StackRecord
    let trunk: StackRecord

    /// - batch: the most points.
    public init(_ network: VelocityNetwork, batch: Int) {
        embedding = StackRecord(network.embedding, batch: batch)
        trunk = StackRecord(network.trunk, batch: batch)
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { embedding.partCount + trunk.partCount }

    /// Computes one part of the gradients that no lane has added up.
    public func finish(part: Int, points: Int, workspace: VelocityWorkspace, into gradients: Arena) {
        if part < embedding.partCount {
            embedding.finish(part: part, images: points, workspace: workspace.embedding, into: gradients)
        } else {
            trunk.finish(part: part - embedding.partCount, images: points, workspace: workspace.trunk, into: gradients)
        }
    }
}
