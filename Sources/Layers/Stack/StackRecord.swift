import Kernels

/// What the backward passes of a batch's lanes through one stack leave for the gradients that are computed for the whole
/// batch at once.
struct StackRecord: Sendable {
    let layers: [Buffer]
    /// The rows that there is room for.
    let capacity: Int
    private let stack: LayerStack
    /// The first finishing part of every layer, and at the end their number.
    private let firstParts: [Int]

    init(_ stack: LayerStack, capacity: Int) {
        self.stack = stack
        self.capacity = capacity
        layers = stack.layers.map { Buffer(count: capacity * $0.recordCount) }
        firstParts = stack.layers.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.finishingParts) }
    }

    /// The number of parts of `finish`, which may run in any order.
    var partCount: Int { firstParts[firstParts.count - 1] }

    /// Computes one part of the gradients that no lane has added to.
    ///
    /// - Parameter rows: The number of rows that were recorded.
    func finish(part: Int, rows: Int, workspace: StackWorkspace, into gradients: Arena) {
        precondition(rows <= capacity && part < partCount, "the rows were recorded")
        var layer = 0
        while firstParts[layer + 1] <= part { layer += 1 }
        stack.layers[layer].finishGradients(
            part - firstParts[layer], images: rows, record: layers[layer], scratch: workspace.scratch, into: gradients)
    }
}
