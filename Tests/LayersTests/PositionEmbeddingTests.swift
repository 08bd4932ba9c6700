import Kernels
import Testing

@testable import Layers

@Suite struct PositionEmbeddingTests {
    @Test(arguments: [(1, 1, 1), (3, 1, 5), (4, 9, 33)])
    func gradientsAndIndependence(shape: (images: Int, positions: Int, channels: Int)) {
        let one = LayerCase(images: shape.images) {
            PositionEmbedding("layer", positions: shape.positions, channels: shape.channels, in: &$0)
        }
        one.expectGradients()
        one.expectIndependentImages()
    }
}
