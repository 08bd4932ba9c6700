import Kernels

/// Layers one after the other, some of them bridged by a skip connection.
package struct LayerStack: Sendable {
    package let layers: [any Layer]
    /// For every layer that ends a residual block, the block's first layer, whose input is added to its output.
    let skips: [Int?]
    /// Whether each layer's output is computed again in the backward pass instead of being kept.
    ///
    /// Source of the idea: Chen et al., 2016, arXiv:1604.06174.
    let isRecomputed: [Bool]

    package init(_ layers: [any Layer]) { self.init(layers, skips: layers.map { _ in nil }) }

    /// Makes a stack of the layers that a function adds one by one.
    package init(_ build: (inout LayerStackBuilder) -> Void) {
        var builder = LayerStackBuilder()
        build(&builder)
        self.init(builder.layers, skips: builder.skips)
    }

    private init(_ layers: [any Layer], skips: [Int?]) {
        precondition(!layers.isEmpty, "a stack has a layer")
        for (layer, next) in zip(layers, layers.dropFirst()) {
            precondition(layer.outputCount == next.inputCount, "each layer takes what the one before it gives")
        }
        self.layers = layers
        self.skips = skips
        isRecomputed = Self.recomputed(layers, skips: skips)
    }

    /// Marks the layers that ask for it, except the last, whose output is the stack's; those whose output a block adds at
    /// its end; and every second of two in a row, which is computed from the first.
    private static func recomputed(_ layers: [any Layer], skips: [Int?]) -> [Bool] {
        let added = Set(skips.compactMap { $0.map { first in first - 1 } })
        var isRecomputed = [Bool](repeating: false, count: layers.count)
        for index in layers.indices.dropLast() where layers[index].isRecomputed && !added.contains(index) {
            isRecomputed[index] = index == 0 || !isRecomputed[index - 1]
        }
        return isRecomputed
    }

    package var inputCount: Int { layers[0].inputCount }
    package var outputCount: Int { layers[layers.count - 1].outputCount }

    /// Floating-point operations of a forward pass over one image.
    package var forwardOperations: Int { layers.reduce(0) { $0 + $1.forwardOperations } }

    /// Floats that a forward and a backward pass touch per image, the parameters aside.
    package var activationCount: Int { layers.reduce(0) { $0 + 2 * $1.outputCount } }

    /// The slots to whose gradients every lane adds.
    package var laneSlots: [Slot] { layers.flatMap(\.laneSlots) }

    /// Whether some layers are bridged.
    var hasSkips: Bool { skips.contains { $0 != nil } }

    /// Whether `backward` changes the gradient that it is given.
    package var changesOutputGradient: Bool { layers[layers.count - 1].changesOutputGradient }
}
