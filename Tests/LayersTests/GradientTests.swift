import Kernels
import Testing

@testable import Layers

/// Every layer's gradients against finite differences of its forward pass.
@Suite struct GradientTests {
    static let activations: [Activation] = [.identity, .relu]

    /// The last in two finishing parts.
    @Test(arguments: [(1, 1, 1), (1, 7, 5), (3, 33, 18), (9, 4, 2), (2, 3, 130)], activations)
    func dense(shape: (images: Int, inputs: Int, outputs: Int), activation: Activation) {
        LayerCase(images: shape.images) {
            Dense("layer", inputs: shape.inputs, outputs: shape.outputs, activation: activation, in: &$0)
        }.expectGradients()
    }

    static let windows: [ConvolutionWindow] = [
        ConvolutionWindow(height: 1, width: 1, channels: 3, kernel: 4, stride: 2, padding: 1),
        ConvolutionWindow(height: 8, width: 8, channels: 1, kernel: 4, stride: 2, padding: 1),
        ConvolutionWindow(height: 7, width: 5, channels: 3, kernel: 4, stride: 2, padding: 1),
        ConvolutionWindow(height: 6, width: 9, channels: 5, kernel: 3, stride: 1, padding: 1),
        ConvolutionWindow(height: 5, width: 4, channels: 2, kernel: 1, stride: 1, padding: 0),
        ConvolutionWindow(height: 5, width: 6, channels: 4, kernel: 3, stride: 2, padding: 1),
    ]

    @Test(arguments: windows, activations)
    func convolution(window: ConvolutionWindow, activation: Activation) {
        for images in [1, 3] {
            LayerCase(images: images) {
                Convolution("layer", window: window, outputs: 3, activation: activation, in: &$0)
            }.expectGradients()
        }
    }

    @Test(arguments: windows, activations)
    func transposedConvolution(window: ConvolutionWindow, activation: Activation) {
        for images in [1, 3] {
            LayerCase(images: images) {
                Convolution(transposed: "layer", inputs: 3, window: window, activation: activation, in: &$0)
            }.expectGradients()
        }
    }

    /// More images than are given their border at a time.
    @Test(arguments: activations)
    func groupsOfImages(activation: Activation) {
        let window = ConvolutionWindow(height: 31, width: 32, channels: 16, kernel: 4, stride: 2, padding: 1)
        LayerCase(images: 7) {
            Convolution("layer", window: window, outputs: 2, activation: activation, in: &$0)
        }.expectGradients()
        LayerCase(images: 7) {
            Convolution(transposed: "layer", inputs: 2, window: window, activation: activation, in: &$0)
        }.expectGradients()
    }

    /// The first layer's input is data, whose gradient nobody asks for: the parameters' come out the same.
    @Test func theInputsGradientMayBeLeftOut() {
        let cases = [
            LayerCase(images: 2) { Dense("layer", inputs: 6, outputs: 4, activation: .relu, in: &$0) },
            LayerCase(images: 2) {
                Convolution("layer", window: Self.windows[2], outputs: 3, activation: .relu, in: &$0)
            },
            LayerCase(images: 2) {
                Convolution(transposed: "layer", inputs: 3, window: Self.windows[2], activation: .relu, in: &$0)
            },
        ]
        for one in cases {
            let (with, without) = (Arena(one.layout), Arena(one.layout))
            _ = one.backward(into: with)
            _ = one.backward(into: without, withInputGradient: false)
            #expect(with.buffer.values == without.buffer.values)
        }
    }
}
