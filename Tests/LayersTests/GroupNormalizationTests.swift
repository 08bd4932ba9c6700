import Kernels
import Testing

@testable import Layers

@Suite struct GroupNormalizationTests {
    struct Shape: CustomTestStringConvertible {
        let images, positions, channels, groups: Int
        var testDescription: String { "\(images) × [\(positions), \(channels)] in \(groups)" }
    }

    /// Groups of few elements bend too much for finite differences: `ChannelGroupsTests` has them.
    @Test(arguments: [
        Shape(images: 1, positions: 1, channels: 16, groups: 1), Shape(images: 3, positions: 9, channels: 3, groups: 3),
        Shape(images: 2, positions: 5, channels: 35, groups: 5),
        Shape(images: 4, positions: 16, channels: 32, groups: 8),
    ])
    func gradientsAndIndependence(shape: Shape) {
        let one = LayerCase(images: shape.images) {
            GroupNormalization(
                "layer", positions: shape.positions, channels: shape.channels, groups: shape.groups, in: &$0)
        }
        one.expectGradients(.smooth)
        one.expectIndependentImages()
    }
}
