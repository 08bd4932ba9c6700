import Kernels
import Testing

@testable import Layers

@Suite struct LayerStackTests {
    /// A convolution, a dense layer and a transposed convolution, rectified in between.
    private func makeStack(_ layout: inout ParameterLayout) -> LayerStack {
        let window = ConvolutionWindow(height: 5, width: 7, channels: 2, kernel: 4, stride: 2, padding: 1)
        let down = Convolution("down", window: window, outputs: 3, activation: .relu, in: &layout)
        let middle = Dense("middle", inputs: 36, outputs: 24, activation: .relu, in: &layout)
        let up = Convolution(transposed: "up", inputs: 2, window: window, activation: .identity, in: &layout)
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

        let weights = StackWeights(stack, parameters: parameters, backward: true, needsInputGradient: true)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        let record = StackRecord(stack, capacity: 5)
        func scratch(_ layer: any Layer) -> Buffer { Buffer(count: layer.scratchCount(images: images)) }
        func pass(_ index: Int, _ gradients: LayerGradients? = nil) -> LayerPass {
            LayerPass(
                images: images, weights: weights.layers[index], scratch: scratch(stack.layers[index]), condition: nil,
                gradients: gradients)
        }

        var values = [input]
        for (index, layer) in stack.layers.enumerated() {
            let output = Buffer(count: images * layer.outputCount)
            layer.forward(values.last!, pass(index), into: output)
            values.append(output)
        }
        let gradients = Arena(layout)
        var gradient = Buffer(lossWeights)
        for index in [2, 1, 0] {
            let layer = stack.layers[index]
            let inputGradient = Buffer(count: images * layer.inputCount)
            let own = LayerRecord(values: record.layers[index], capacity: 5, rows: 0..<images)
            layer.backward(
                gradient, input: values[index], output: values[index + 1],
                pass(index, LayerGradients(lane: gradients, record: own)), into: inputGradient)
            for part in 0..<layer.finishingParts {
                layer.finishGradients(
                    part, images: images, record: record.layers[index], scratch: scratch(layer), into: gradients)
            }
            gradient = inputGradient
        }

        let workspace = StackWorkspace(stack, capacity: 4, backward: true)
        let stackPass = StackPass(images: images, weights: weights, workspace: workspace)
        let output = stack.forward(input, stackPass)
        #expect(output.values == values.last!.values)
        let stackGradients = Arena(layout)
        let inputGradient = Buffer(count: input.count)
        let stackRecord = StackRecord(stack, capacity: images)
        stack.backward(
            Buffer(lossWeights), input: input, stackPass,
            gradients: StackGradients(lane: stackGradients, record: stackRecord, rows: 0..<images),
            into: inputGradient)
        for part in 0..<stackRecord.partCount {
            stackRecord.finish(part: part, rows: images, workspace: workspace, into: stackGradients)
        }
        #expect(inputGradient.values == gradient.values)
        #expect(stackGradients.buffer.values == gradients.buffer.values)
        #expect(gradients.buffer.values.contains { $0 != 0 })
    }
}
