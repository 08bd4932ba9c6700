import Kernels

/// What the backward passes of a batch's lanes leave for the gradients that are computed for the whole batch at once.
public struct StackRecord: Sendable {
    let layers: [Buffer]
    let batch: Int
    private let stack: LayerStack
    /// The first of every layer's finishing parts, and their number at last.
    private let firstParts: [Int]

    /// - batch: the most images.
    public init(_ stack: LayerStack, batch: Int) {
        self.stack = stack
        self.batch = batch
        layers = stack.layers.map { Buffer(count: batch * $0.recordCount) }
        firstParts = stack.layers.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.finishingParts) }
    }

    /// The parts of `finish`, of any order.
    public var partCount: Int { firstParts[firstParts.count - 1] }

    /// Computes one part of the gradients that no lane has added up.
    public func finish(part: Int, images: Int, workspace: StackWorkspace, into gradients: Arena) {
        precondition(images <= batch && part < partCount, "the batch was recorded")
        var layer = 0
        while firstParts[layer + 1] <= part { layer += 1 }
        stack.layers[layer].finishGradients(
            part - firstParts[layer], images: images, record: layers[layer], scratch: workspace.scratch,
            into: gradients)
    }
}
