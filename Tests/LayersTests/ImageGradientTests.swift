import Kernels
import Testing

@testable import Layers

/// The gradients of the parameters for one image at a time add up to those of the batch, for every kind of layer.
@Suite struct ImageGradientTests {
    private static let window = ConvolutionWindow(height: 5, width: 6, channels: 3, kernel: 3, stride: 1, padding: 1)
    private static let halving = ConvolutionWindow(height: 7, width: 5, channels: 3, kernel: 4, stride: 2, padding: 1)

    /// All kinds of layers that have parameters.
    private static let kinds: [@Sendable (inout ParameterLayout) -> any Layer] = [
        { Dense("layer", inputs: 9, outputs: 130, activation: .relu, in: &$0) },
        { Dense("layer", inputs: 9, outputs: 4, activation: .identity, in: &$0) },
        { Convolution("layer", window: window, outputs: 9, activation: .relu, in: &$0) },
        { Convolution("layer", window: halving, outputs: 4, activation: .identity, in: &$0) },
        { Convolution(transposed: "layer", inputs: 4, window: halving, activation: .relu, in: &$0) },
        { GroupNormalization("layer", positions: 9, channels: 6, groups: 3, in: &$0) },
        { PositionEmbedding("layer", positions: 4, channels: 3, in: &$0) },
        { SharedScale("scale", pixels: 12, in: &$0) },
    ]

    @Test(arguments: 0..<kinds.count) func addUpToTheBatchs(kind: Int) {
        for images in [1, 2, 7] { LayerCase(images: images, Self.kinds[kind]).expectGradientsOfImagesToAddUp() }
    }
}
