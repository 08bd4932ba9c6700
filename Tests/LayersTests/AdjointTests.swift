import Kernels
import Testing

@testable import Layers

@Suite struct AdjointTests {
    /// ⟨convolve(x), y⟩ = ⟨x, transposed(y)⟩ with the same weights and no bias, on odd sides too.
    @Test(arguments: GradientTests.windows)
    func transposedConvolutionIsTheAdjoint(window: ConvolutionWindow) {
        let down = LayerCase(images: 2) {
            Convolution("down", window: window, outputs: 5, activation: .identity, in: &$0)
        }
        let up = LayerCase(images: 2) {
            Convolution(transposed: "up", inputs: 5, window: window, activation: .identity, in: &$0)
        }
        #expect(down.layer.inputCount == up.layer.outputCount && down.layer.outputCount == up.layer.inputCount)
        #expect(down.layout.slots[0].shape == up.layout.slots[0].shape)
        up.parameters[up.layout.slots[0]].copy(from: down.parameters[down.layout.slots[0]])
        for one in [down, up] { one.parameters[one.layout.slots[1]].fill(0) }
        let (x, y) = (down.input.values, up.input.values)
        let (lower, upper) = (down.forward(), up.forward())
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        #expect(abs(dot(lower.values, y) - dot(x, upper.values)) < 1e-4)
    }

    /// An image has the same bits alone and beside others.
    @Test func imagesAreIndependent() {
        let window = ConvolutionWindow(height: 31, width: 32, channels: 16, kernel: 4, stride: 2, padding: 1)
        LayerCase(images: 7) {
            Convolution("a", window: window, outputs: 3, activation: .relu, in: &$0)
        }.expectIndependentImages()
    }
}
