import Kernels
import Testing

@testable import Layers

/// Forward values that were made elsewhere.
@Suite struct GoldenForwardTests {
    /// output = [1·1 + 2·2 + 10, 3·1 + 4·2 - 20] and the rectified of it.
    @Test func denseByHand() {
        for (activation, expected) in [(Activation.identity, [Float(15), -9]), (.relu, [15, 0])] {
            let output = run([1, 2], [[1, 2, 3, 4], [10, -20]]) {
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
        let output = run([1, 2, 3, 4, 5, 6, 7, 8, 9], [[0, 1, 0, 0, 2, 0.5, 0, 0, 0], [0]]) {
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
        let convolved = run(pattern(48, 7, 11), [weight, [1, 2, 3]]) {
            Convolution("layer", window: window, outputs: 3, activation: .identity, in: &$0)
        }
        #expect(convolved == Self.convolved)
        let transposed = run(pattern(18, 3, 5), [weight, [1, 2]]) {
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

    /// Three positions of two groups of two channels:
    ///
    ///     x = pattern(3 * 4, 7, 11).reshape(3, 2, 2)                # positions, groups, channels of a group
    ///     m, v = x.mean((0, 2), keepdims=True), x.var((0, 2), keepdims=True)
    ///     y = ((x - m) / np.sqrt(v + 1e-5)).reshape(3, 4) * [1, 2, 3, 4] + [1, 0, -1, .5]
    ///     print(np.round(y.ravel(), 5))
    @Test func groupNormalizationIsThatOfNumPy() {
        let output = run(pattern(12, 7, 11), [[1, 2, 3, 4], [1, 0, -1, 0.5]]) {
            GroupNormalization("layer", positions: 3, channels: 4, groups: 2, in: &$0)
        }
        expectClose(
            output,
            [
                -0.28653, 1.9298, -2.89178, 6.12682, 1.64327, -1.28653, 2.34699, 0.30597, 0.0351, 2.57307, -2.01865,
                -5.51488,
            ])
    }

    /// Three positions, two heads of two channels:
    ///
    ///     x = pattern(3 * 3 * 4, 5, 7).reshape(3, 3, 2, 2) / 2      # positions, part, heads, channels of a head
    ///     q, k, v = [x[:, part].transpose(1, 0, 2) for part in range(3)]
    ///     e = np.exp(q @ k.transpose(0, 2, 1) / np.sqrt(2))
    ///     print(np.round((e / e.sum(2, keepdims=True) @ v).transpose(1, 0, 2).ravel(), 5))
    @Test func selfAttentionIsThatOfNumPy() {
        let output = run(pattern(36, 5, 7).map { $0 / 2 }, []) { _ in
            SelfAttention(positions: 3, channels: 4, heads: 2)
        }
        expectClose(
            output,
            [1.39466, 0.39466, -0.56956, 0.22964, 0.40836, -0.59164, -0.39721, 0.10427, 1.39364, 0.39364, -0.16667, 0])
    }

    /// silu(±ln 3) = ln 3 · ¾ and -ln 3 · ¼; tanh(ln 2) = (2 - ½) / (2 + ½).
    @Test func nonlinearitiesByHand() {
        let (ln2, ln3) = (Float(0.6931472), Float(1.0986123))
        expectClose(run([ln3, -ln3, 0], []) { _ in Nonlinearity(.silu, count: 3) }, [0.75 * ln3, -0.25 * ln3, 0])
        expectClose(run([ln2, -ln2, 0], []) { _ in Nonlinearity(.tanh, count: 3) }, [0.6, -0.6, 0])
        expectClose(run([2, -2, 0], []) { _ in Nonlinearity(.leakyRelu, count: 3) }, [2, -0.4, 0])
    }

    @Test func embeddingAndSplitByHand() {
        let sums = run([1, 2, 3, 4], [[10, 20, 30, 40]]) {
            PositionEmbedding("layer", positions: 2, channels: 2, in: &$0)
        }
        #expect(sums == [11, 22, 33, 44])
        // Two positions, each with two means and two log variances.
        let halves = run([1, 2, -1, -2, 3, 4, -3, -4], []) { _ in ChannelSplit(positions: 2, channels: 2) }
        #expect(halves == [1, 2, 3, 4, -1, -2, -3, -4])
    }

    private func expectClose(
        _ values: [Float], _ expected: [Float], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let isClose = values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < 1.5e-5 }
        #expect(isClose, "\(values), not \(expected)", sourceLocation: sourceLocation)
    }

    private func pattern(_ count: Int, _ factor: Int, _ modulus: Int) -> [Float] {
        (0..<count).map { Float($0 * factor % modulus - modulus / 2) }
    }

    /// Runs one image through a layer with those parameters.
    private func run(
        _ input: [Float], _ values: [[Float]], _ make: (inout ParameterLayout) -> any Layer
    ) -> [Float] {
        var layout = ParameterLayout()
        let layer = make(&layout)
        let parameters = Arena(layout)
        #expect(layout.slots.count == values.count)
        for (slot, array) in zip(layout.slots, values) { parameters[slot].copy(from: Buffer(array)) }
        let stack = LayerStack([layer])
        let weights = StackWeights(stack, parameters: parameters, backward: false, needsInputGradient: false)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        let workspace = StackWorkspace(stack, capacity: 1, backward: false)
        return stack.forward(Buffer(input), StackPass(images: 1, weights: weights, workspace: workspace)).values
    }
}
