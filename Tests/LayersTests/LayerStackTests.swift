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
        let record = StackRecord(stack, batch: 5)
        func scratch(_ layer: any Layer) -> Buffer { Buffer(count: layer.scratchCount(images: images)) }

        var values = [input]
        for (index, layer) in stack.layers.enumerated() {
            let output = Buffer(count: images * layer.outputCount)
            layer.forward(
                values.last!, images: images, weights: weights.layers[index], scratch: scratch(layer), into: output)
            values.append(output)
        }
        let gradients = Arena(layout)
        var gradient = Buffer(lossWeights)
        for index in [2, 1, 0] {
            let layer = stack.layers[index]
            let inputGradient = Buffer(count: images * layer.inputCount)
            layer.backward(
                gradient, input: values[index], output: values[index + 1], images: images,
                weights: weights.layers[index],
                gradients: LayerGradients(lane: gradients, record: record.layers[index], batch: 5, firstImage: 0),
                scratch: scratch(layer), into: inputGradient)
            for part in 0..<layer.finishingParts {
                layer.finishGradients(
                    part, images: images, record: record.layers[index], scratch: scratch(layer), into: gradients)
            }
            gradient = inputGradient
        }

        let workspace = StackWorkspace(stack, capacity: 4, backward: true)
        let output = stack.forward(input, images: images, weights: weights, workspace: workspace)
        #expect(output.values == values.last!.values)
        let stackGradients = Arena(layout)
        let inputGradient = Buffer(count: input.count)
        let stackRecord = StackRecord(stack, batch: images)
        stack.backward(
            Buffer(lossWeights), input: input, images: images, weights: weights,
            parameters: StackGradients(lane: stackGradients, record: stackRecord, firstImage: 0),
            workspace: workspace, into: inputGradient)
        for part in 0..<stackRecord.partCount {
            stackRecord.finish(part: part, images: images, workspace: workspace, into: stackGradients)
        }
        #expect(inputGradient.values == gradient.values)
        #expect(stackGradients.buffer.values == gradients.buffer.values)
        #expect(gradients.buffer.values.contains { $0 != 0 })
    }

    /// A batch in lanes of two and three gives the gradients of the batch in one.
    @Test func lanesAddUpToTheBatch() {
        var layout = ParameterLayout()
        let stack = makeStack(&layout)
        let parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
        let input = Buffer(uniformFloats(5 * stack.inputCount, seed: 2))
        let lossWeights = Buffer(uniformFloats(5 * stack.outputCount, seed: 3))
        let weights = StackWeights(stack, parameters: parameters, backward: true, needsInputGradient: false)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        let workspace = StackWorkspace(stack, capacity: 5, backward: true)
        func gradients(_ lanes: [Range<Int>]) -> [Float] {
            let record = StackRecord(stack, batch: 5)
            let arenas = lanes.map { _ in Arena(layout) }
            for (lane, arena) in zip(lanes, arenas) {
                let laneInput = input[lane, each: stack.inputCount]
                stack.forward(laneInput, images: lane.count, weights: weights, workspace: workspace)
                stack.backward(
                    Buffer(lossWeights[lane, each: stack.outputCount].values), input: laneInput, images: lane.count,
                    weights: weights,
                    parameters: StackGradients(lane: arena, record: record, firstImage: lane.lowerBound),
                    workspace: workspace, into: nil)
            }
            for part in 0..<record.partCount {
                record.finish(part: part, images: 5, workspace: workspace, into: arenas[0])
            }
            _ = GradientSum(lanes: arenas, slots: stack.laneSlots).intoFirst(arenas.count, pool: WorkerPool(threads: 1))
            return arenas[0].buffer.values
        }
        let (whole, inLanes) = (gradients([0..<5]), gradients([0..<2, 2..<5]))
        #expect(zip(whole, inLanes).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($0)) })
        #expect(whole.contains { $0 != 0 })
    }
}
