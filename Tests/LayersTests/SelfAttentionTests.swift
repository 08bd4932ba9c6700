import Kernels
import Testing

@testable import Layers

@Suite struct SelfAttentionTests {
    struct Shape: CustomTestStringConvertible {
        let images, positions, channels, heads: Int
        var testDescription: String { "\(images) × [\(positions), \(channels)], \(heads) heads" }
    }

    @Test(arguments: [
        Shape(images: 1, positions: 1, channels: 1, heads: 1), Shape(images: 2, positions: 1, channels: 6, heads: 2),
        Shape(images: 3, positions: 7, channels: 5, heads: 1), Shape(images: 2, positions: 9, channels: 15, heads: 5),
        Shape(images: 4, positions: 20, channels: 32, heads: 2),
    ])
    func gradientsAndIndependence(shape: Shape) {
        let one = LayerCase(images: shape.images) { _ in
            SelfAttention(positions: shape.positions, channels: shape.channels, heads: shape.heads)
        }
        // Larger products, so that the probabilities differ.
        KernelSet.current.scale(one.input, by: 2, offset: 0, into: one.input)
        one.expectGradients(.smooth)
        one.expectIndependentImages()
    }
}
