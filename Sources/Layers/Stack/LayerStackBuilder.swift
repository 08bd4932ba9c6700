/// Gathers the layers of a stack in their order.
package struct LayerStackBuilder {
    private(set) var layers: [any Layer] = []
    private(set) var skips: [Int?] = []

    /// Floats per image of the last layer's output; 0 before the first layer.
    package var outputCount: Int { layers.last?.outputCount ?? 0 }

    package mutating func add(_ layer: any Layer) {
        layers.append(layer)
        skips.append(nil)
    }

    /// Adds a residual block: output = input + body(input).
    ///
    /// Source: He et al., 2016, arXiv:1512.03385.
    ///
    /// - Precondition: The body has layers, as many outputs as inputs, and no block within it. The backward pass of its
    ///   last layer doesn't read the output and doesn't change the output's gradient.
    package mutating func addResidual(_ body: (inout LayerStackBuilder) -> Void) {
        let first = layers.count
        body(&self)
        precondition(layers.count > first && skips[first...].allSatisfy { $0 == nil }, "a block of plain layers")
        precondition(layers[first].inputCount == layers[layers.count - 1].outputCount, "input and output are added")
        let last = layers[layers.count - 1]
        precondition(!last.readsOutput, "the last layer's own output is not kept")
        precondition(!last.changesOutputGradient, "the gradient also goes around the block")
        skips[layers.count - 1] = first
    }
}
