/// Gathers the layers of a stack in their order.
public struct LayerStackBuilder {
    private(set) var layers: [any Layer] = []
    private(set) var skips: [Int?] = []

    /// What the last layer gives; 0 before the first.
    public var outputCount: Int { layers.last?.outputCount ?? 0 }

    public mutating func add(_ layer: any Layer) {
        layers.append(layer)
        skips.append(nil)
    }

    /// Adds a residual block: output = input + body(input).
    ///
    /// Source: He et al., 2016, arXiv:1512.03385.
    ///
    /// - Precondition: the body has layers, as many outputs as inputs, and no block within it; its last layer's backward
    ///   pass does without the output and leaves the output's gradient as it is.
    public mutating func addResidual(_ body: (inout LayerStackBuilder) -> Void) {
        let first = layers.count
        body(&self)
        precondition(layers.count > first && skips[first...].allSatisfy { $0 == nil }, "a block of plain layers")
        precondition(layers[first].inputCount == layers[layers.count - 1].outputCount, "input and output are added")
        let last = layers[layers.count - 1]
        precondition(!last.readsOutput, "the last layer's own output is not kept")
        precondition(!last.changesOutputGradient, "the gradient goes round the block too")
        skips[layers.count - 1] = first
    }
}
