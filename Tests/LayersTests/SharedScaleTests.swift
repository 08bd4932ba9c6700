import Kernels
import Testing

@testable import Layers

@Suite struct SharedScaleTests {
    /// One layer with its parameter at 0.3 and images of its own.
    private struct Case {
        let layer: SharedScale
        let layout: ParameterLayout
        let parameters: Arena
        let images: Int
        let input: Buffer
        let lossWeights: [Float]

        init(images: Int, pixels: Int) {
            var layout = ParameterLayout()
            layer = SharedScale("scale", pixels: pixels, in: &layout)
            self.layout = layout
            parameters = Arena(layout)
            parameters[layer.scale][0] = 0.3
            self.images = images
            input = Buffer(uniformFloats(images * pixels, seed: 1))
            lossWeights = uniformFloats(2 * images * pixels, seed: 2)
        }

        var weights: LayerWeights {
            StackWeights(LayerStack([layer]), parameters: parameters, backward: true, needsInputGradient: true)
                .layers[0]
        }

        func pass(_ gradients: LayerGradients? = nil) -> LayerPass {
            LayerPass(
                images: images, weights: weights, scratch: Buffer(count: 0), condition: nil, gradients: gradients)
        }

        func forward() -> Buffer {
            let output = Buffer(count: images * layer.outputCount)
            output.fill(.nan)
            layer.forward(input, pass(), into: output)
            return output
        }

        var loss: Double { zip(forward().values, lossWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

        func backward(into gradients: Arena, withInputGradient: Bool = true) -> Buffer {
            let inputGradient = Buffer(count: input.count)
            inputGradient.fill(.nan)
            layer.backward(
                Buffer(lossWeights), input: input, output: forward(),
                pass(LayerGradients(lane: gradients, record: nil)), into: withInputGradient ? inputGradient : nil)
            return inputGradient
        }

        /// The loss is linear in each value: a long step is exact.
        func slope(of values: Buffer, at index: Int) -> Double {
            let value = values[index]
            defer { values[index] = value }
            values[index] = value + 0.25
            let above = loss
            values[index] = value - 0.25
            return (above - loss) / 0.5
        }
    }

    static let shapes = [(1, 1), (1, 3), (3, 4), (2, 33), (5, 256)]

    @Test func theScaleStandsTenfoldBesideEveryPixel() {
        let one = Case(images: 2, pixels: 3)
        let pairs = one.forward().values
        for (index, value) in one.input.values.enumerated() {
            #expect(pairs[2 * index] == value && pairs[2 * index + 1] == 10 * 0.3)
        }
        #expect(one.layout.slots.map(\.name) == ["scale"] && one.layout.slots[0].shape == [1])
    }

    @Test func theScaleStartsAtZero() {
        let one = Case(images: 1, pixels: 3)
        one.layout.initialize(one.parameters, seed: 7)
        #expect(one.parameters[one.layer.scale].values == [0])
    }

    @Test(arguments: shapes) func gradientsAreThoseOfTheOutputs(images: Int, pixels: Int) {
        let one = Case(images: images, pixels: pixels)
        let gradients = Arena(one.layout)
        let inputGradient = one.backward(into: gradients)
        for index in stride(from: 0, to: one.input.count, by: max(1, one.input.count / 20)) {
            #expect(abs(Double(inputGradient[index]) - one.slope(of: one.input, at: index)) < 1e-4)
        }
        let scale = gradients[one.layer.scale]
        let once = scale[0]
        #expect(abs(Double(once) - one.slope(of: one.parameters[one.layer.scale], at: 0)) < 1e-3)
        // Added to what is there, whether the input's gradient is asked for or not.
        _ = one.backward(into: gradients, withInputGradient: false)
        #expect(scale[0] == 2 * once)
    }
}
