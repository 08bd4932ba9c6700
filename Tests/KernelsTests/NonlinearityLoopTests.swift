import Foundation
import Kernels
import Testing

@Suite struct NonlinearityLoopTests {
    /// One of the functions and its derivative, written plainly.
    private func expectAgreement(
        _ inputs: [Float], _ function: (Double) -> Double, derivative: (Double) -> Double, seed: UInt64,
        forward: (Buffer, Buffer) -> Void, backward: (Buffer, Buffer, Buffer, Buffer) -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var random = RandomSource(seed: seed)
        let count = inputs.count
        let (input, output, inputGradient) = (Buffer(inputs), Buffer(count: count), Buffer(count: count))
        forward(input, output)
        expectClose(
            output.values, inputs.map { function(Double($0)) }, absolute: 4e-7, relative: 1e-6,
            sourceLocation: sourceLocation)
        let gradient = random.floats(count)
        backward(Buffer(gradient), input, output, inputGradient)
        expectClose(
            inputGradient.values, zip(gradient, inputs).map { Double($0) * derivative(Double($1)) }, absolute: 2e-6,
            sourceLocation: sourceLocation)
    }

    private func inputs(_ count: Int) -> [Float] {
        var random = RandomSource(seed: 1)
        let extremes: [Float] = [0, -1e-20, .leastNonzeroMagnitude, 80, -80, 200, -200, 1e20]
        return random.floats(count, -9...9).enumerated().map { $0 % 5 == 4 ? extremes[$0 / 5 % 8] : $1 }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func siluIsThatOfTheReference(kernels: KernelSet, count: Int) {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        expectAgreement(
            inputs(count), { $0 * sigmoid($0) },
            derivative: { sigmoid($0) + ($0 < 80 ? $0 * sigmoid($0) * (1 - sigmoid($0)) : 0) }, seed: 2
        ) {
            kernels.silu($0, into: $1)
        } backward: {
            kernels.siluGradient($0, input: $1, output: $2, into: $3)
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func hyperbolicTangentIsThatOfTheReference(kernels: KernelSet, count: Int) {
        expectAgreement(inputs(count), tanh, derivative: { 1 - tanh($0) * tanh($0) }, seed: 3) {
            kernels.hyperbolicTangent($0, into: $1)
        } backward: {
            kernels.hyperbolicTangentGradient($0, output: $2, into: $3)
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func leakyReluIsThatOfTheReference(kernels: KernelSet, count: Int) {
        expectAgreement(inputs(count), { $0 > 0 ? $0 : $0 / 5 }, derivative: { $0 > 0 ? 1 : 0.2 }, seed: 4) {
            kernels.leakyRelu($0, into: $1)
        } backward: {
            kernels.leakyReluGradient($0, input: $1, into: $3)
        }
    }

    @Test(arguments: KernelSet.all, awkwardCounts)
    func gatesAreThoseOfTheReference(kernels: KernelSet, count: Int) {
        let (a, b) = (inputs(count).map { max(-9, min(9, $0)) }, inputs(count + 1).dropFirst().map { $0 })
        let (output, inputGradient) = (Buffer(count: count), Buffer(count: 2 * count))
        var random = RandomSource(seed: 7)
        let gradient = random.floats(count)
        kernels.gate(Buffer(a + b), into: output)
        kernels.gateGradient(Buffer(gradient), input: Buffer(a + b), into: inputGradient)
        let open = b.map { 1 / (1 + exp(-Double($0))) }
        expectClose(output.values, zip(a, open).map { Double($0) * $1 }, absolute: 4e-7, relative: 1e-6)
        let first = zip(gradient, open).map { Double($0) * $1 }
        let second = (0..<count).map { Double(gradient[$0]) * Double(a[$0]) * open[$0] * (1 - open[$0]) }
        expectClose(inputGradient.values, first + second, absolute: 4e-6)
    }

    /// A network that has diverged must say so.
    @Test(arguments: KernelSet.all) func allLetNaNThrough(kernels: KernelSet) {
        let input = Buffer([Float](repeating: .nan, count: 37))
        let output = Buffer(count: 37)
        kernels.silu(input, into: output)
        #expect(output.values.allSatisfy { $0.isNaN })
        kernels.hyperbolicTangent(input, into: output)
        #expect(output.values.allSatisfy { $0.isNaN })
        kernels.leakyRelu(input, into: output)
        #expect(output.values.allSatisfy { $0.isNaN })
    }
}
