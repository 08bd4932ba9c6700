import Foundation
import Testing

@testable import Kernels

/// Attention against the same written plainly, in double precision.
@Suite struct AttentionProductsTests {
    /// One position, widths and positions about the registers', and more positions than are taken together.
    static let shapes: [AttentionProducts] = [
        AttentionProducts(positions: 1, channels: 1, heads: 1), AttentionProducts(positions: 1, channels: 6, heads: 3),
        AttentionProducts(positions: 5, channels: 7, heads: 1),
        AttentionProducts(positions: 16, channels: 32, heads: 2),
        AttentionProducts(positions: 17, channels: 15, heads: 5),
        AttentionProducts(positions: 64, channels: 48, heads: 3),
        AttentionProducts(positions: 300, channels: 10, heads: 2),
    ]

    static let randomShapes: [AttentionProducts] = {
        var random = RandomSource(seed: 9)
        return (0..<12).map { _ in
            let heads = Int.random(in: 1...4, using: &random)
            return AttentionProducts(
                positions: .random(in: 1...40, using: &random), channels: heads * .random(in: 1...20, using: &random),
                heads: heads)
        }
    }()

    @Test(arguments: KernelSet.all, shapes + randomShapes)
    func valuesAndGradientsAreThoseOfTheReference(kernels: KernelSet, shape: AttentionProducts) {
        var random = RandomSource(seed: 1)
        let images = shape.positions > 100 ? 1 : 3
        let input = random.floats(images * shape.inputCount, -2...2)
        let outputGradient = random.floats(images * shape.outputCount)
        let scratch = Buffer(count: shape.scratchCount(kernels: kernels))
        scratch.fill(.nan)
        let expected = Reference(shape, images: images, input, outputGradient)

        let output = Buffer(count: images * shape.outputCount)
        output.fill(.nan)
        shape.forward(Buffer(input), images: images, scratch: scratch, into: output, kernels: kernels)
        expectClose(output.values, expected.output, absolute: 3e-6)

        let inputGradient = Buffer(count: images * shape.inputCount)
        inputGradient.fill(.nan)
        shape.gradient(
            Buffer(outputGradient), input: Buffer(input), images: images, scratch: scratch, into: inputGradient,
            kernels: kernels)
        expectClose(inputGradient.values, expected.inputGradient, absolute: 6e-6)
    }

    /// Products of queries and keys beyond what the exponential function takes.
    @Test(arguments: KernelSet.all) func farAwayKeysAreLeftOut(kernels: KernelSet) {
        let shape = AttentionProducts(positions: 2, channels: 1, heads: 1)
        let output = Buffer(count: 2)
        // Queries 1000 and -1000, keys 1000 and -1000, values 3 and 5.
        shape.forward(
            Buffer([1000, 1000, 3, -1000, -1000, 5]), images: 1,
            scratch: Buffer(count: shape.scratchCount(kernels: kernels)), into: output, kernels: kernels)
        #expect(output.values == [3, 5])
    }

    @Test(arguments: KernelSet.all) func aQueryThatIsNoNumberGivesNone(kernels: KernelSet) {
        let shape = AttentionProducts(positions: 20, channels: 2, heads: 1)
        let input = Buffer(count: shape.inputCount)
        input[6 * 7] = .nan
        let output = Buffer(count: shape.outputCount)
        shape.forward(
            input, images: 1, scratch: Buffer(count: shape.scratchCount(kernels: kernels)), into: output,
            kernels: kernels)
        #expect(output.values.enumerated().allSatisfy { ($0 / 2 == 7) == $1.isNaN })
    }

    private struct Reference {
        var output: [Double], inputGradient: [Double]

        init(_ shape: AttentionProducts, images: Int, _ input: [Float], _ outputGradient: [Float]) {
            let (positions, channels) = (shape.positions, shape.channels)
            let width = channels / shape.heads
            let scale = 1 / Double(width).squareRoot()
            output = [Double](repeating: 0, count: images * shape.outputCount)
            inputGradient = [Double](repeating: 0, count: input.count)
            for (image, head) in (0..<images).flatMap({ image in (0..<shape.heads).map { (image, $0) } }) {
                /// Where a part (0 queries, 1 keys, 2 values) of a position begins.
                func place(_ position: Int, _ part: Int) -> Int {
                    ((image * positions + position) * 3 + part) * channels + head * width
                }
                for query in 0..<positions {
                    let outputs = (image * positions + query) * channels + head * width
                    let scores = (0..<positions).map { key in
                        scale
                            * (0..<width).reduce(0) {
                                $0 + Double(input[place(query, 0) + $1]) * Double(input[place(key, 1) + $1])
                            }
                    }
                    let largest = scores.max()!
                    let sum = scores.reduce(0) { $0 + exp($1 - largest) }
                    let probabilities = scores.map { exp($0 - largest) / sum }
                    let gradients = (0..<positions).map { key in
                        (0..<width).reduce(0) {
                            $0 + Double(outputGradient[outputs + $1]) * Double(input[place(key, 2) + $1])
                        }
                    }
                    let mean = zip(probabilities, gradients).reduce(0) { $0 + $1.0 * $1.1 }
                    for key in 0..<positions {
                        let score = scale * probabilities[key] * (gradients[key] - mean)
                        for channel in 0..<width {
                            let (queries, keys) = (place(query, 0) + channel, place(key, 1) + channel)
                            let values = place(key, 2) + channel
                            output[outputs + channel] += probabilities[key] * Double(input[values])
                            inputGradient[queries] += score * Double(input[keys])
                            inputGradient[keys] += score * Double(input[queries])
                            inputGradient[values] += probabilities[key] * Double(outputGradient[outputs + channel])
                        }
                    }
                }
            }
        }
    }
}
