import Kernels
import Testing

@testable import Layers

/// A layer with parameters and images of its own, to be run forward and backward.
struct LayerCase {
    let layer: any Layer
    let parameters: Arena
    let layout: ParameterLayout
    let images: Int
    let input: Buffer
    /// What the outputs are weighted with in the loss, which is their weighted sum.
    let lossWeights: [Float]

    /// Small weights and inputs; biases of ±3 in turn, so that half the rectified units are well on and half well off.
    init(images: Int, seed: UInt64 = 1, _ make: (inout ParameterLayout) -> any Layer) {
        var layout = ParameterLayout()
        layer = make(&layout)
        self.layout = layout
        self.images = images
        parameters = Arena(layout)
        layout.initialize(parameters, seed: seed)
        let weight = parameters[layout.slots[0]]
        let largest = weight.values.map(abs).max()!
        KernelSet.current.scale(
            weight, by: 1 / (largest * Float(layer.inputCount).squareRoot()), offset: 0, into: weight)
        let bias = parameters[layout.slots[1]]
        for index in 0..<bias.count { bias[index] = index % 2 == 0 ? 3 : -3 }
        input = Buffer(uniformFloats(images * layer.inputCount, seed: seed + 1))
        lossWeights = uniformFloats(images * layer.outputCount, seed: seed + 2)
    }

    func forward() -> Buffer {
        let output = Buffer(count: images * layer.outputCount)
        output.fill(.nan)
        let scratch = Buffer(count: layer.scratchCount(images: images))
        scratch.fill(.nan)
        layer.forward(input, images: images, parameters: parameters, scratch: scratch, into: output)
        return output
    }

    var loss: Double { zip(forward().values, lossWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

    /// The loss's gradients: of the input, and added to those of the parameters.
    func backward(accumulating gradients: Arena) -> Buffer {
        let inputGradient = Buffer(count: input.count)
        inputGradient.fill(.nan)
        let scratch = Buffer(count: layer.scratchCount(images: images))
        scratch.fill(.nan)
        layer.backward(
            Buffer(lossWeights), input: input, output: forward(), images: images, parameters: parameters,
            accumulating: gradients, scratch: scratch, into: inputGradient)
        return inputGradient
    }

    /// Central differences of the loss, which is linear between the kinks: a long step is exact.
    func expectGradient(
        _ gradient: Buffer, of values: Buffer, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let stride = max(1, values.count / 20)
        let step: Float = 0.25
        for index in Swift.stride(from: 0, to: values.count, by: stride) {
            let value = values[index]
            values[index] = value + step
            let above = loss
            values[index] = value - step
            let below = loss
            values[index] = value
            let slope = (above - below) / (2 * Double(step))
            let isClose = abs(Double(gradient[index]) - slope) <= 1e-4 * max(1, abs(slope))
            #expect(isClose, "\(name)[\(index)]: \(gradient[index]), not \(slope)", sourceLocation: sourceLocation)
            if !isClose { return }
        }
    }

    /// Checks all three gradients, and that a second backward pass doubles the parameters'.
    func expectGradients(sourceLocation: SourceLocation = #_sourceLocation) {
        let gradients = Arena(layout)
        let inputGradient = backward(accumulating: gradients)
        expectGradient(inputGradient, of: input, "input", sourceLocation: sourceLocation)
        for slot in layout.slots {
            expectGradient(gradients[slot], of: parameters[slot], slot.name, sourceLocation: sourceLocation)
        }
        let once = gradients.buffer.values
        _ = backward(accumulating: gradients)
        let largest = once.map(abs).max()!
        let areDoubled = zip(gradients.buffer.values, once).allSatisfy { abs($0 - 2 * $1) <= 1e-5 * largest }
        #expect(areDoubled, "gradients accumulate", sourceLocation: sourceLocation)
    }
}

/// Numbers on -1...1.
func uniformFloats(_ count: Int, seed: UInt64) -> [Float] {
    let buffer = Buffer(count: count)
    RandomStream(seed: seed, purpose: .init(rawValue: 200)).fillUniform(buffer)
    return buffer.values.map { 2 * $0 - 1 }
}
