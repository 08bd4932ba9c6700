import Kernels
import Testing

@testable import Layers

@Suite struct ResamplingTests {
    static let sides: [(large: (height: Int, width: Int), small: (height: Int, width: Int))] = [
        ((4, 4), (1, 1)), ((4, 6), (2, 3)), ((7, 5), (4, 3)), ((9, 1), (5, 1)), ((3, 3), (3, 3)), ((5, 8), (2, 4)),
    ]

    /// Of 7 pixels the first two make one of 4, and so on; the last is alone.
    @Test func shrinkingTakesMeansAndGrowingRepeats() {
        let shrink = LayerCase(images: 1) { _ in
            Resampling(shrinking: (height: 1, width: 7), to: (height: 1, width: 4), channels: 1)
        }
        #expect(shrink.forward(Buffer([1, 3, 5, 7, 10, 20, 9]), images: 1).values == [2, 6, 15, 9])
        let grow = LayerCase(images: 1) { _ in
            Resampling(growing: (height: 1, width: 4), to: (height: 1, width: 7), channels: 1)
        }
        #expect(grow.forward(Buffer([1, 2, 3, 4]), images: 1).values == [1, 1, 2, 2, 3, 3, 4])
    }

    @Test(arguments: sides.indices) func gradientsAndIndependence(index: Int) {
        let (large, small) = Self.sides[index]
        for layer in [
            Resampling(shrinking: large, to: small, channels: 3), Resampling(growing: small, to: large, channels: 3),
        ] {
            let one = LayerCase(images: 2) { _ in layer }
            one.expectGradients()
            one.expectIndependentImages()
        }
    }

    /// What is repeated has the same means.
    @Test(arguments: sides.indices) func shrinkingUndoesGrowing(index: Int) {
        let (large, small) = Self.sides[index]
        let grow = LayerCase(images: 2) { _ in Resampling(growing: small, to: large, channels: 2) }
        let shrink = LayerCase(images: 2) { _ in Resampling(shrinking: large, to: small, channels: 2) }
        let back = shrink.forward(grow.forward(), images: 2)
        #expect(zip(back.values, grow.input.values).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
