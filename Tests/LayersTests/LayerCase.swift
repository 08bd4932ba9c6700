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
    /// Random values, and a place for their gradient; nil for a layer without a condition.
    let condition: Condition?
    /// The weights of the outputs in the loss, which is their weighted sum.
    let lossWeights: [Float]

    /// Small weights and inputs; biases of ±3 in turn, so that half the rectified units are well on and half well off;
    /// other parameters off their starting values.
    init(
        images: Int, seed: UInt64 = 1, conditionCount: Int = 0, _ make: (inout ParameterLayout) -> any Layer
    ) {
        var layout = ParameterLayout()
        layer = make(&layout)
        self.layout = layout
        self.images = images
        parameters = Arena(layout)
        layout.initialize(parameters, seed: seed)
        for slot in layout.slots {
            let values = parameters[slot]
            if slot.name.hasSuffix(".weight") {
                let largest = values.values.map(abs).max()!
                KernelSet.current.scale(
                    values, by: 1 / (largest * Float(layer.inputCount).squareRoot()), offset: 0, into: values)
            } else if slot.name.hasSuffix(".bias") {
                for index in 0..<values.count { values[index] = index % 2 == 0 ? 3 : -3 }
            } else {
                KernelSet.current.add(Buffer(uniformFloats(values.count, seed: seed + 3)), to: values)
            }
        }
        input = Buffer(uniformFloats(images * layer.inputCount, seed: seed + 1))
        condition =
            conditionCount == 0
            ? nil
            : Condition(
                values: Buffer(uniformFloats(images * conditionCount, seed: seed + 4)),
                gradient: Buffer(count: images * conditionCount))
        lossWeights = uniformFloats(images * layer.outputCount, seed: seed + 2)
    }

    /// The weights laid out as the parameters are now.
    func weights(backward: Bool) -> StackWeights {
        let weights = StackWeights(
            LayerStack([layer]), parameters: parameters, backward: backward, needsInputGradient: true)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        return weights
    }

    private func pass(images: Int, _ weights: StackWeights, gradients: LayerGradients? = nil) -> LayerPass {
        LayerPass(
            images: images, weights: weights.layers[0], scratch: scratch(), condition: condition, gradients: gradients)
    }

    private func scratch() -> Buffer {
        let scratch = Buffer(count: layer.scratchCount(images: images))
        scratch.fill(.nan)
        return scratch
    }

    func forward() -> Buffer { forward(input, images: images) }

    func forward(_ input: Buffer, images: Int) -> Buffer {
        let output = Buffer(count: images * layer.outputCount)
        output.fill(.nan)
        layer.forward(input, pass(images: images, weights(backward: false)), into: output)
        return output
    }

    var loss: Double { zip(forward().values, lossWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) } }

    /// The loss's gradients: that of the input, unless it is left out, and those of the parameters. The lane's are added
    /// to what is there; the others are set.
    func backward(into gradients: Arena, withInputGradient: Bool = true) -> Buffer {
        let inputGradient = Buffer(count: input.count)
        inputGradient.fill(.nan)
        // Room for more images than there are, as at the end of an epoch.
        let record = Buffer(count: (images + 1) * layer.recordCount)
        record.fill(.nan)
        let own = LayerGradients(
            lane: gradients, record: LayerRecord(values: record, capacity: images + 1, rows: 0..<images))
        layer.backward(
            Buffer(lossWeights), input: input, output: forward(),
            pass(images: images, weights(backward: true), gradients: own),
            into: withInputGradient ? inputGradient : nil)
        for part in 0..<layer.finishingParts {
            layer.finishGradients(part, images: images, record: record, scratch: scratch(), into: gradients)
        }
        return inputGradient
    }

    /// How the loss depends on one value.
    enum Shape {
        /// Linear between kinks: one long step is exact.
        case piecewiseLinear
        /// A short step and one of twice its length cancel the third derivative.
        case smooth
    }

    /// Central differences of the loss.
    func expectGradient(
        _ gradient: Buffer, of values: Buffer, _ name: String, _ shape: Shape = .piecewiseLinear,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let stride = max(1, values.count / 20)
        for index in Swift.stride(from: 0, to: values.count, by: stride) {
            func slope(step: Float) -> Double {
                let value = values[index]
                values[index] = value + step
                let above = loss
                values[index] = value - step
                let below = loss
                values[index] = value
                return (above - below) / (2 * Double(step))
            }
            let (wanted, tolerance) =
                switch shape {
                case .piecewiseLinear: (slope(step: 0.25), 1e-4)
                case .smooth: ((4 * slope(step: 0.03125) - slope(step: 0.0625)) / 3, 3e-4)
                }
            let isClose = abs(Double(gradient[index]) - wanted) <= tolerance * max(1, abs(wanted))
            #expect(isClose, "\(name)[\(index)]: \(gradient[index]), not \(wanted)", sourceLocation: sourceLocation)
            if !isClose { return }
        }
    }

    /// Checks all gradients, and that a second backward pass doubles those that a lane adds up.
    func expectGradients(
        _ shape: Shape = .piecewiseLinear, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let gradients = Arena(layout)
        let inputGradient = backward(into: gradients)
        expectGradient(inputGradient, of: input, "input", shape, sourceLocation: sourceLocation)
        for slot in layout.slots {
            expectGradient(gradients[slot], of: parameters[slot], slot.name, shape, sourceLocation: sourceLocation)
        }
        let once = layout.slots.map { gradients[$0].values }
        _ = backward(into: gradients)
        for (slot, values) in zip(layout.slots, once) {
            let times: Float = layer.laneSlots.contains(slot) ? 2 : 1
            let largest = values.map(abs).max()!
            let areRight = zip(gradients[slot].values, values).allSatisfy { abs($0 - times * $1) <= 1e-5 * largest }
            #expect(areRight, "\(slot.name) is added to or set", sourceLocation: sourceLocation)
        }
    }

    /// Checks that an image's output and its input's gradient have the same bits alone and beside others.
    func expectIndependentImages(sourceLocation: SourceLocation = #_sourceLocation) {
        let outputs = forward()
        let inputGradients = backward(into: Arena(layout))
        for image in 0..<images {
            let range = image..<image + 1
            let alone = LayerCase(self, image: image)
            #expect(
                alone.forward().values == outputs[range, each: layer.outputCount].values,
                sourceLocation: sourceLocation)
            #expect(
                alone.backward(into: Arena(layout)).values == inputGradients[range, each: layer.inputCount].values,
                sourceLocation: sourceLocation)
        }
    }

    /// Checks that the gradients of the images by themselves add up to those of all of them together.
    func expectGradientsOfImagesToAddUp(sourceLocation: SourceLocation = #_sourceLocation) {
        let whole = Arena(layout)
        _ = backward(into: whole)
        let sum = Arena(layout)
        for image in 0..<images {
            let own = Arena(layout)
            _ = LayerCase(self, image: image).backward(into: own)
            KernelSet.current.add(own.buffer, to: sum.buffer)
        }
        for slot in layout.slots {
            let (expected, values) = (whole[slot].values, sum[slot].values)
            let largest = expected.map(abs).max()!
            #expect(largest > 0, "\(slot.name)", sourceLocation: sourceLocation)
            #expect(
                zip(expected, values).allSatisfy { abs($0 - $1) <= 1e-5 * largest }, "\(slot.name)",
                sourceLocation: sourceLocation)
        }
    }

    /// One of the images.
    private init(_ other: LayerCase, image: Int) {
        (layer, layout, parameters, images) = (other.layer, other.layout, other.parameters, 1)
        input = other.input[image..<image + 1, each: layer.inputCount]
        let rows = other.images
        condition = other.condition.map { whole in
            func own(_ buffer: Buffer) -> Buffer { buffer[row: image, of: buffer.count / rows] }
            return Condition(values: own(whole.values), gradient: whole.gradient.map(own))
        }
        let outputs = image * layer.outputCount..<(image + 1) * layer.outputCount
        lossWeights = Array(other.lossWeights[outputs])
    }
}

/// Numbers on -1...1.
func uniformFloats(_ count: Int, seed: UInt64) -> [Float] {
    let buffer = Buffer(count: count)
    RandomStream(seed: seed, purpose: .tests).fillUniform(buffer)
    return buffer.values.map { 2 * $0 - 1 }
}
