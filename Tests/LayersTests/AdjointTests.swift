import Kernels
import Testing

@testable import Layers

@Suite struct AdjointTests {
    /// ⟨convolve(x), y⟩ = ⟨x, transposed(y)⟩ with the same weights and no bias, on odd sides too.
    @Test(arguments: GradientTests.windows)
    func transposedConvolutionIsTheAdjoint(window: ConvolutionWindow) {
        var layout = ParameterLayout()
        let down = Convolution("down", window: window, outputs: 5, activation: .identity, in: &layout)
        let up = TransposedConvolution("up", inputs: 5, window: window, activation: .identity, in: &layout)
        #expect(down.inputCount == up.outputCount && down.outputCount == up.inputCount)
        #expect(down.weight.shape == up.weight.shape)
        let parameters = Arena(layout)
        layout.initialize(parameters, seed: 3)
        parameters[up.weight].copy(from: parameters[down.weight])
        let x = uniformFloats(2 * down.inputCount, seed: 4)
        let y = uniformFloats(2 * down.outputCount, seed: 5)
        let scratch = Buffer(count: down.scratchCount(images: 2))
        let lower = Buffer(count: y.count)
        let upper = Buffer(count: x.count)
        down.forward(Buffer(x), images: 2, parameters: parameters, scratch: scratch, into: lower)
        up.forward(Buffer(y), images: 2, parameters: parameters, scratch: scratch, into: upper)
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        #expect(abs(dot(lower.values, y) - dot(x, upper.values)) < 1e-4)
    }

    /// An image's output doesn't depend on the ones beside it, nor on the groups in which they are unfolded.
    @Test func imagesAreIndependent() {
        let window = ConvolutionWindow(height: 31, width: 32, channels: 8, kernel: 4, stride: 2, padding: 1)
        let all = LayerCase(images: 7) { Convolution("a", window: window, outputs: 3, activation: .relu, in: &$0) }
        let outputs = all.forward()
        for image in 0..<7 {
            let alone = Buffer(count: all.layer.outputCount)
            all.layer.forward(
                all.input[image..<image + 1, each: all.layer.inputCount], images: 1, parameters: all.parameters,
                scratch: Buffer(count: all.layer.scratchCount(images: 1)), into: alone)
            let together = outputs[image..<image + 1, each: all.layer.outputCount].values
            #expect(zip(alone.values, together).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }
}
