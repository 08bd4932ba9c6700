import Kernels
import Testing

@testable import Layers

@Suite struct LayerStackTests {
    /// A convolution, a dense layer and a transposed convolution, rectified in between.
    private func makeStack(_ layout: inout ParameterLayout) -> LayerStack {
        let window = ConvolutionWindow(height: 5, width: 7, channels: 2, kernel: 4, stride: 2, padding: 1)
        let down = Convolution("down", window: window, outputs: 3, activation: .relu, in: &layout)
        let middle = Dense("middle", inputs: 36, outputs: 24, activation: .relu, in: &layout)
        let up = TransposedConvolution("up", inputs: 2, window: window, activation: .identity, in: &layout)
        return LayerStack([down, middle, up])
    }

    /// The passes through the stack are those through its layers one by one, in a workspace larger than the batch.
    @Test(arguments: [1, 4]) func aStackIsItsLayersInTurn(images: Int) {
        var layout = ParameterLayout()
        let stack = makeStack(&layout)
        let parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
        let input = Buffer(uniformFloats(images * stack.inputCount, seed: 2))
        let lossWeights = uniformFloats(images * stack.outputCount, seed: 3)

        var values = [input]
        for layer in stack.layers {
            let output = Buffer(count: images * layer.outputCount)
            layer.forward(
                values.last!, images: images, parameters: parameters,
                scratch: Buffer(count: layer.scratchCount(images: images)), into: output)
            values.append(output)
        }
        let gradients = Arena(layout)
        var gradient = Buffer(lossWeights)
        for index in [2, 1, 0] {
            let layer = stack.layers[index]
            let inputGradient = Buffer(count: images * layer.inputCount)
            layer.backward(
                gradient, input: values[index], output: values[index + 1], images: images, parameters: parameters,
                accumulating: gradients, scratch: Buffer(count: layer.scratchCount(images: images)),
                into: inputGradient)
            gradient = inputGradient
        }

        let workspace = StackWorkspace(stack, capacity: 4, backward: true)
        let output = stack.forward(input, images: images, parameters: parameters, workspace: workspace)
        #expect(output.values == values.last!.values)
        let stackGradients = Arena(layout)
        let inputGradient = Buffer(count: input.count)
        stack.backward(
            Buffer(lossWeights), input: input, images: images, parameters: parameters, accumulating: stackGradients,
            workspace: workspace, into: inputGradient)
        #expect(inputGradient.values == gradient.values)
        #expect(stackGradients.buffer.values == gradients.buffer.values)
        #expect(gradients.buffer.values.contains { $0 != 0 })
    }
}
