import Kernels
import Testing

@testable import Layers

/// A stack with parameters, images and a condition of its own, to be run forward and backward.
struct StackCase {
    let stack: LayerStack
    let layout: ParameterLayout
    let parameters: Arena
    let images: Int
    let input: Buffer
    let condition: Buffer?
    let lossWeights: [Float]

    init(images: Int, conditionCount: Int, _ build: (inout LayerStackBuilder, inout ParameterLayout) -> Void) {
        var layout = ParameterLayout()
        stack = LayerStack { build(&$0, &layout) }
        self.layout = layout
        self.images = images
        parameters = Arena(layout)
        layout.initialize(parameters, seed: 1)
        for (index, slot) in layout.slots.enumerated() where slot.name.hasSuffix(".bias") {
            parameters[slot].copy(from: Buffer(uniformFloats(slot.count, seed: UInt64(10 + index))))
        }
        input = Buffer(uniformFloats(images * stack.inputCount, seed: 2))
        condition = conditionCount > 0 ? Buffer(uniformFloats(images * conditionCount, seed: 3)) : nil
        lossWeights = uniformFloats(images * stack.outputCount, seed: 4)
    }

    struct Gradients {
        let parameters: Arena
        let input: [Float]
        let condition: [Float]
    }

    private func weights() -> StackWeights {
        let weights = StackWeights(stack, parameters: parameters, backward: true, needsInputGradient: true)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        return weights
    }

    /// The output of a forward pass.
    ///
    /// - Parameter backward: Whether the workspace is meant for backward passes too.
    func output(backward: Bool) -> [Float] {
        let workspace = StackWorkspace(stack, capacity: images + 1, backward: backward)
        return stack.forward(
            input,
            StackPass(
                images: images, weights: weights(), workspace: workspace,
                condition: condition.map { Condition(values: $0, gradient: nil) })
        ).values
    }

    /// The weighted sum of the outputs, and of their gradients those that are asked for.
    func run(parameters asksParameters: Bool = true, input asksInput: Bool = true) -> (loss: Double, Gradients) {
        let weights = weights()
        // Room for more images than there are.
        let workspace = StackWorkspace(stack, capacity: images + 1, backward: true)
        let record = StackRecord(stack, capacity: images)
        let conditionGradient = condition.map { Buffer([Float](repeating: .nan, count: $0.count)) }
        let pass = StackPass(
            images: images, weights: weights, workspace: workspace,
            condition: condition.map { Condition(values: $0, gradient: conditionGradient) })
        let output = stack.forward(input, pass)
        let loss = zip(output.values, lossWeights).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let gradients = Arena(layout)
        let inputGradient = asksInput ? Buffer([Float](repeating: .nan, count: input.count)) : nil
        stack.backward(
            Buffer(lossWeights), input: input, pass,
            gradients: asksParameters ? StackGradients(lane: gradients, record: record, rows: 0..<images) : nil,
            into: inputGradient)
        if asksParameters {
            for part in 0..<record.partCount {
                record.finish(part: part, rows: images, workspace: workspace, into: gradients)
            }
        }
        return (
            loss,
            Gradients(
                parameters: gradients, input: inputGradient?.values ?? [], condition: conditionGradient?.values ?? [])
        )
    }

    /// A short step and one of twice its length cancel the third derivative.
    func expectGradient(
        _ gradient: [Float], of values: Buffer, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for index in stride(from: 0, to: values.count, by: max(1, values.count / 16)) {
            func slope(_ step: Float) -> Double {
                let value = values[index]
                defer { values[index] = value }
                values[index] = value + step
                let above = run().loss
                values[index] = value - step
                return (above - run().loss) / (2 * Double(step))
            }
            let wanted = (4 * slope(0.03125) - slope(0.0625)) / 3
            let isClose = abs(Double(gradient[index]) - wanted) <= 1e-3 * max(1, abs(wanted))
            #expect(isClose, "\(name)[\(index)]: \(gradient[index]), not \(wanted)", sourceLocation: sourceLocation)
        }
    }

    /// Checks the gradients of the input, of the condition and of every parameter.
    func expectGradients(sourceLocation: SourceLocation = #_sourceLocation) {
        let (_, gradients) = run()
        expectGradient(gradients.input, of: input, "input", sourceLocation: sourceLocation)
        if let condition {
            expectGradient(gradients.condition, of: condition, "condition", sourceLocation: sourceLocation)
        }
        for slot in layout.slots {
            expectGradient(
                gradients.parameters[slot].values, of: parameters[slot], slot.name, sourceLocation: sourceLocation)
        }
    }
}
