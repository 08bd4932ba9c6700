import Kernels
import Testing

@testable import Layers

@Suite struct OperationCountTests {
    private var layout = ParameterLayout()

    /// 5 outputs of 3 inputs.
    @Test mutating func dense() {
        let layer = Dense("a", inputs: 3, outputs: 5, activation: .relu, in: &layout)
        #expect(layer.forwardOperations == 2 * 3 * 5)
    }

    /// 3 × 4 places, 4 × 4 × 2 elements under the window at each, 3 channels on the other side.
    @Test mutating func convolutions() {
        let window = ConvolutionWindow(height: 5, width: 7, channels: 2, kernel: 4, stride: 2, padding: 1)
        let down = Convolution("down", window: window, outputs: 3, activation: .relu, in: &layout)
        let up = Convolution(transposed: "up", inputs: 3, window: window, activation: .identity, in: &layout)
        #expect(down.forwardOperations == 2 * (3 * 4) * (4 * 4 * 2) * 3)
        #expect(up.forwardOperations == down.forwardOperations)
        #expect(LayerStack([down, up]).forwardOperations == 4608)
    }

    /// Two products of 10 × 10 × 4 multiplications for each of 3 heads.
    @Test func attention() {
        #expect(SelfAttention(positions: 10, channels: 12, heads: 3).forwardOperations == 2 * 2 * 10 * 10 * 4 * 3)
    }
}
