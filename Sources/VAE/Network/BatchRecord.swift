import Kernels
import Layers

/// What the lanes of a batch leave for the gradients that are computed for the whole batch at once.
public struct BatchRecord: Sendable {
    let stacks: [StackRecord]
    /// The first of every stack's finishing parts, and their number at last.
    private let firstParts: [Int]

    /// - batch: the most images.
    public init(_ network: VariationalAutoencoder, batch: Int) {
        stacks = network.stacks.stacks.map { StackRecord($0, batch: batch) }
        firstParts = stacks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.partCount) }
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { firstParts[firstParts.count - 1] }

    /// Computes one part of the gradients that no lane has added up.
    public func finish(part: Int, images: Int, workspace: LaneWorkspace, into gradients: Arena) {
        var stack = 0
        while firstParts[stack + 1] <= part { stack += 1 }
        stacks[stack].finish(
            part: part - firstParts[stack], images: images, workspace: workspace.stacks[stack], into: gradients)
    }
}
