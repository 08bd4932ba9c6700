import Kernels
import Testing

@testable import Layers

@Suite struct ResidualStackTests {
    private static func convolution(
        _ name: String, _ inputs: Int, _ outputs: Int, kernel: Int = 3, in layout: inout ParameterLayout
    ) -> Convolution {
        let window = ConvolutionWindow(
            height: 3, width: 4, channels: inputs, kernel: kernel, stride: 1, padding: kernel / 2)
        return Convolution(name, window: window, outputs: outputs, activation: .identity, in: &layout)
    }

    /// Two blocks in a row between convolutions, each modulated by its own part of the condition, the first by the
    /// second part; channels of an odd number.
    private static func modulated(images: Int) -> StackCase {
        StackCase(images: images, conditionCount: 20) { stack, layout in
            stack.add(convolution("first", 2, 5, in: &layout))
            for (name, offset) in [("one", 10), ("two", 0)] {
                stack.addResidual { block in
                    block.add(Nonlinearity(.silu, count: 60))
                    block.add(convolution(name + ".in", 5, 7, kernel: 1, in: &layout))
                    block.add(convolution(name + ".out", 7, 5, in: &layout))
                    block.add(Modulation(positions: 12, channels: 5, offset: offset))
                }
            }
            stack.add(Dense("last", inputs: 60, outputs: 3, activation: .identity, in: &layout))
        }
    }

    /// The stack begins with a block, and ends with one of a single layer.
    private static func blocksAlone(images: Int) -> StackCase {
        StackCase(images: images, conditionCount: 0) { stack, layout in
            stack.addResidual { block in
                block.add(Nonlinearity(.silu, count: 36))
                block.add(convolution("one", 3, 3, in: &layout))
            }
            stack.addResidual { block in block.add(convolution("two", 3, 3, in: &layout)) }
        }
    }

    /// The stack begins with a modulation.
    private static func modulationFirst(images: Int) -> StackCase {
        StackCase(images: images, conditionCount: 7) { stack, layout in
            stack.addResidual { block in
                block.add(Modulation(positions: 12, channels: 3, offset: 1))
                block.add(Nonlinearity(.tanh, count: 36))
                block.add(convolution("one", 3, 3, in: &layout))
            }
        }
    }

    /// Nonlinearities at the beginning, two in a row, before a block and at the end.
    private static func nonlinearities(images: Int) -> StackCase {
        StackCase(images: images, conditionCount: 0) { stack, layout in
            stack.add(Nonlinearity(.silu, count: 36))
            stack.add(convolution("one", 3, 4, in: &layout))
            stack.add(Nonlinearity(.silu, count: 48))
            stack.add(Nonlinearity(.tanh, count: 48))
            stack.add(convolution("two", 4, 3, in: &layout))
            stack.add(Nonlinearity(.silu, count: 36))
            stack.addResidual { block in block.add(convolution("three", 3, 3, in: &layout)) }
            stack.add(Nonlinearity(.silu, count: 36))
        }
    }

    @Test(arguments: [1, 3]) func gradientsAreThoseOfTheForwardPass(images: Int) {
        Self.modulated(images: images).expectGradients()
        Self.blocksAlone(images: images).expectGradients()
        Self.nonlinearities(images: images).expectGradients()
    }

    /// Without backward passes, outputs take the places of those that are no longer needed.
    @Test(arguments: [1, 3]) func aForwardPassAloneGivesTheSameOutputsInLessMemory(images: Int) {
        let cases = [
            Self.modulated(images: images), Self.blocksAlone(images: images), Self.modulationFirst(images: images),
            Self.nonlinearities(images: images),
        ]
        for one in cases {
            #expect(one.output(backward: false) == one.output(backward: true))
        }
        let stack = Self.modulated(images: images).stack
        #expect(OutputPlaces(forwardOnly: stack).counts.count == 3)
        #expect(OutputPlaces(keepingOutputsOf: stack).counts.count > 3)
    }

    /// Kept are the outputs that a block adds, the stack's own, and those that another such output is computed from.
    @Test func outputsAreComputedAgainWhereNothingElseNeedsThem() {
        let stack = Self.nonlinearities(images: 1).stack
        #expect(stack.isRecomputed == [true, false, true, false, false, false, false, false])
        let workspace = StackWorkspace(stack, capacity: 5, backward: true)
        #expect(workspace.outputs.map(\.count) == stack.layers.map { 5 * $0.outputCount })
    }

    /// A layer reads its own place in the condition, and sets the gradient there alone.
    @Test func otherPartsOfAConditionAreNotTouched() {
        let (_, gradients) = Self.modulationFirst(images: 2).run()
        for (index, value) in gradients.condition.enumerated() { #expect(value.isNaN == (index % 7 == 0)) }
    }

    /// output = input + body(input), of one block of a plain product.
    @Test func aBlockAddsItsInput() {
        let one = StackCase(images: 2, conditionCount: 0) { stack, layout in
            stack.addResidual { $0.add(Dense("body", inputs: 4, outputs: 4, activation: .identity, in: &layout)) }
        }
        one.parameters.buffer.fill(0)
        let weights = StackWeights(one.stack, parameters: one.parameters, backward: false, needsInputGradient: false)
        for part in 0..<weights.partCount { weights.pack(part: part) }
        let workspace = StackWorkspace(one.stack, capacity: 2, backward: false)
        let output = one.stack.forward(one.input, StackPass(images: 2, weights: weights, workspace: workspace))
        #expect(output.values == one.input.values)
    }

    /// Each kind of gradient has the same bits with and without the other.
    @Test func gradientsMayBeLeftOut() {
        for one in [Self.modulated(images: 3), Self.blocksAlone(images: 3), Self.modulationFirst(images: 3)] {
            let all = one.run().1
            let ofInput = one.run(parameters: false).1
            #expect(ofInput.input == all.input)
            #expect(ofInput.parameters.buffer.values.allSatisfy { $0 == 0 })
            let ofParameters = one.run(input: false).1
            #expect(ofParameters.parameters.buffer.values == all.parameters.buffer.values)
            #expect(all.parameters.buffer.values.contains { $0 != 0 })
            for other in [ofInput, ofParameters] {
                #expect(zip(other.condition, all.condition).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
            }
        }
    }

    /// Layers say whether their backward pass reads their output.
    @Test func layersThatReadTheirOutputSaySo() {
        var layout = ParameterLayout()
        #expect(Nonlinearity(.tanh, count: 1).readsOutput && Nonlinearity(.silu, count: 1).readsOutput)
        #expect(!Nonlinearity(.leakyRelu, count: 1).readsOutput)
        #expect(Dense("relu", inputs: 1, outputs: 1, activation: .relu, in: &layout).readsOutput)
        #expect(!Dense("identity", inputs: 1, outputs: 1, activation: .identity, in: &layout).readsOutput)
    }
}
