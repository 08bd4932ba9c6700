import Kernels
import Testing

@testable import Layers

/// Forward values that were made elsewhere.
@Suite struct GoldenForwardTests {
    /// output = [1·1 + 2·2 + 10, 3·1 + 4·2 - 20] and the rectified of it.
    @Test func denseByHand() {
        for (activation, expected) in [(Activation.identity, [Float(15), -9]), (.relu, [15, 0])] {
            let output = run([1, 2], weight: [1, 2, 3, 4], bias: [10, -20]) {
                Dense("layer", inputs: 2, outputs: 2, activation: activation, in: &$0)
            }
            #expect(output == expected)
        }
    }

    /// A 3×3 image under a 3×3 kernel that adds the pixel above, twice the pixel itself and half the right one:
    ///
    ///     1 2 3        0 1 0      2·1 + 1 = 3     ...
    ///     4 5 6   and  0 2 ½  →   1 + 2·4 + 5/2 = 11.5 in the second row's first place
    ///     7 8 9        0 0 0
    @Test func convolutionByHand() {
        let window = ConvolutionWindow(height: 3, width: 3, channels: 1, kernel: 3, stride: 1, padding: 1)
        let output = run([1, 2, 3, 4, 5, 6, 7, 8, 9], weight: [0, 1, 0, 0, 2, 0.5, 0, 0, 0], bias: [0]) {
            Convolution("layer", window: window, outputs: 1, activation: .identity, in: &$0)
        }
        #expect(output == [3, 5.5, 6, 11.5, 15, 15, 22, 25.5, 24])
    }

    /// What PyTorch's layers give on even sides, made by their definitions:
    ///
    ///     import numpy as np
    ///     pattern = lambda n, k, m: (np.arange(n) * k % m - m // 2).astype(float)
    ///     x = pattern(4 * 6 * 2, 7, 11).reshape(4, 6, 2)            # height, width, channels
    ///     w = pattern(3 * 4 * 4 * 2, 5, 7).reshape(3, 4, 4, 2)      # outputs, kernel, kernel, channels
    ///     b = np.array([1., 2, 3])
    ///     padded = np.pad(x, ((1, 1), (1, 1), (0, 0)))
    ///     y = np.array([[[(padded[2*r:2*r+4, 2*c:2*c+4] * w[o]).sum() + b[o] for o in range(3)]
    ///                    for c in range(3)] for r in range(2)])     # Conv2d(2, 3, 4, 2, 1)
    ///     print(y.ravel())
    ///     h = pattern(2 * 3 * 3, 3, 5).reshape(2, 3, 3)
    ///     t = np.zeros((6, 8, 2))                                   # ConvTranspose2d(3, 2, 4, 2, 1)
    ///     for r in range(2):
    ///         for c in range(3):
    ///             for i in range(3):
    ///                 t[2*r:2*r+4, 2*c:2*c+4] += h[r, c, i] * w[i]
    ///     print((t[1:-1, 1:-1] + [1., 2]).ravel())
    @Test func evenSidesAreThoseOfPyTorch() {
        let window = ConvolutionWindow(height: 4, width: 6, channels: 2, kernel: 4, stride: 2, padding: 1)
        let weight = pattern(96, 5, 7)
        let convolved = run(pattern(48, 7, 11), weight: weight, bias: [1, 2, 3]) {
            Convolution("layer", window: window, outputs: 3, activation: .identity, in: &$0)
        }
        #expect(convolved == Self.convolved)
        let transposed = run(pattern(18, 3, 5), weight: weight, bias: [1, 2]) {
            Convolution(transposed: "layer", inputs: 3, window: window, activation: .identity, in: &$0)
        }
        #expect(transposed == Self.transposed)
    }

    static let convolved: [Float] = [
        -25, -13, -57, 40, -47, -64, 56, 100, 32, 30, 100, 58, -66, -47, 42, -59,
        -13, -23,
    ]
    static let transposed: [Float] = [
        -1, -3, 4, 9, -2, 3, 6, 3, -2, 9, 0, -3, -4, 10, 14, -2,
        1, -1, 10, -5, 6, 12, -9, -1, 9, 2, -3, 2, -2, 3, -6, 7,
        11, -18, -2, 6, -2, 1, 0, -6, 0, 1, -1, 9, -4, -1, 4, 9,
    ]

    private func pattern(_ count: Int, _ factor: Int, _ modulus: Int) -> [Float] {
        (0..<count).map { Float($0 * factor % modulus - modulus / 2) }
    }

    /// Runs one image through a layer with those parameters.
    private func run(
        _ input: [Float], weight: [Float], bias: [Float], _ make: (inout ParameterLayout) -> any Layer
    ) -> [Float] {
        var layout = ParameterLayout()
        let layer = make(&layout)
        let parameters = Arena(layout)
        parameters[layout.slots[0]].copy(from: Buffer(weight))
        parameters[layout.slots[1]].copy(from: Buffer(bias))
        let stack = LayerStack([layer])
        let weights = StackWeights(stack, parameters: parameters, backward: false, needsInputGradient: false)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        let workspace = StackWorkspace(stack, capacity: 1, backward: false)
        return stack.forward(Buffer(input), images: 1, weights: weights, workspace: workspace).values
    }
}
