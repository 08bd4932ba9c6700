import Kernels
import Testing

@testable import Layers

@Suite struct ParameterLayoutTests {
    /// Arrays begin at cache lines, don't overlap, and the gaps between them stay zero.
    @Test func arraysBeginAtCacheLinesAndDoNotOverlap() {
        var layout = ParameterLayout()
        for count in [1, 15, 16, 17, 33] {
            _ = layout.add("array\(count)", shape: [count], .scaledNormal(fanIn: 1, gain: 1))
        }
        #expect(layout.slots.map(\.offset) == [0, 16, 32, 48, 80])
        #expect(layout.arenaCount == 128)
        #expect(layout.parameterCount == 82)
        let arena = Arena(layout)
        layout.initialize(arena, seed: 1)
        for slot in layout.slots { arena[slot].fill(0) }
        #expect(arena.buffer.values == [Float](repeating: 0, count: 128))
    }

    /// Variance gain / fanIn; a variance of n normal numbers has the relative error √(2/n), of which five are allowed.
    @Test func startingValuesHaveTheStatedVariance() {
        var layout = ParameterLayout()
        let dense = Dense("dense", inputs: 300, outputs: 200, activation: .relu, in: &layout)
        let linear = Dense("linear", inputs: 200, outputs: 300, activation: .identity, in: &layout)
        let window = ConvolutionWindow(height: 8, width: 8, channels: 32, kernel: 4, stride: 2, padding: 1)
        let down = Convolution("down", window: window, outputs: 100, activation: .relu, in: &layout)
        let up = Convolution(transposed: "up", inputs: 100, window: window, activation: .relu, in: &layout)
        let arena = Arena(layout)
        layout.initialize(arena, seed: 9)
        // Of a transposed convolution, 4 · 4 / (2 · 2) elements of each input channel reach an output pixel.
        let expected = [
            (dense.weight, 2.0 / 300), (linear.weight, 1.0 / 200), (down.weight, 2.0 / 512), (up.weight, 2.0 / 400),
        ]
        for (slot, variance) in expected {
            let values = arena[slot].values.map(Double.init)
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let measured = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
            #expect(abs(measured / variance - 1) < 5 * (2 / count).squareRoot(), "\(slot.name)")
            #expect(abs(mean) < 5 * (variance / count).squareRoot(), "\(slot.name)")
        }
        for slot in [dense.bias, down.bias, up.bias] { #expect(arena[slot].values.allSatisfy { $0 == 0 }) }
    }

    /// A scale multiplies the very same draws, and 0 leaves nothing of them.
    @Test func startingWeightsAreScaled() {
        let window = ConvolutionWindow(height: 4, width: 4, channels: 3, kernel: 3, stride: 1, padding: 1)
        func values(scale: Double) -> [Float] {
            var layout = ParameterLayout()
            let convolution = Convolution(
                "layer", window: window, outputs: 4, initialScale: scale, in: &layout)
            let arena = Arena(layout)
            layout.initialize(arena, seed: 3)
            return arena[convolution.weight].values
        }
        #expect(zip(values(scale: 1), values(scale: 0.5)).allSatisfy { abs($0 - 2 * $1) <= 1e-6 * abs($0) })
        #expect(values(scale: 0).allSatisfy { $0.bitPattern == 0 })
    }

    @Test func normalizationStartsAsItselfAndEmbeddingsAtZero() {
        var layout = ParameterLayout()
        let normalization = GroupNormalization("norm", positions: 2, channels: 6, groups: 3, in: &layout)
        let embedding = PositionEmbedding("positions", positions: 2, channels: 6, in: &layout)
        let arena = Arena(layout)
        layout.initialize(arena, seed: 1)
        #expect(arena[normalization.scale].values == [Float](repeating: 1, count: 6))
        #expect(arena[normalization.shift].values == [Float](repeating: 0, count: 6))
        #expect(arena[embedding.embedding].values == [Float](repeating: 0, count: 12))
        #expect(layout.slots.map(\.name) == ["norm.scale", "norm.shift", "positions"])
        #expect(layout.slots.map(\.shape) == [[6], [6], [2, 6]])
    }

    @Test func startingValuesDependOnTheSeedAndTheSlot() {
        func values(seed: UInt64) -> [[Float]] {
            var layout = ParameterLayout()
            _ = layout.add("a", shape: [50], .scaledNormal(fanIn: 1, gain: 1))
            _ = layout.add("b", shape: [50], .scaledNormal(fanIn: 1, gain: 1))
            let arena = Arena(layout)
            layout.initialize(arena, seed: seed)
            return layout.slots.map { arena[$0].values }
        }
        #expect(values(seed: 1) == values(seed: 1))
        #expect(values(seed: 1) != values(seed: 2))
        #expect(values(seed: 1)[0] != values(seed: 1)[1])
    }

    @Test func copiesOfAnArenaShareNoMemory() {
        var layout = ParameterLayout()
        let slot = layout.add("a", shape: [3], .zeros)
        let arena = Arena(layout)
        let copy = arena.copy()
        arena[slot].fill(1)
        #expect(copy[slot].values == [0, 0, 0])
    }
}
