import Kernels

/// Adds one learned scale to every element: output = (input, 10 · scale).
///
/// As the last layer of a decoder it turns means into the outputs of a likelihood whose log scale is the same for all
/// pixels and images. The parameter is a tenth of the output because the steps of an optimiser such as Adam are bounded:
/// it finds the scale within a few hundred steps.
///
/// - input: `[images, pixels]`
/// - output: `[images, pixels, 2]`
/// - Complexity: images · pixels copies per pass; O(1) memory.
///
/// Source: Rybkin et al., 2021, arXiv:2006.13202 (the shared σ).
package struct SharedScale: Layer {
    let scale: Slot  // [1]
    private let pixels: Int
    /// The factor by which an optimiser's step is enlarged.
    private static let factor: Float = 10

    package init(_ name: String, pixels: Int, in layout: inout ParameterLayout) {
        scale = layout.add(name, shape: [1], .zeros)
        self.pixels = pixels
    }

    package var inputCount: Int { pixels }
    package var outputCount: Int { 2 * pixels }
    package var laneSlots: [Slot] { [scale] }

    package func forward(_ input: Buffer, _ pass: LayerPass, into output: Buffer) {
        let value = Self.factor * pass.parameter(scale)[0]
        precondition(input.count == pass.images * inputCount && output.count == pass.images * outputCount)
        input.withSpan { input in
            output.withMutableSpan { output in
                for index in input.indices {
                    output[2 * index] = input[index]
                    output[2 * index + 1] = value
                }
            }
        }
    }

    package func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, _ pass: LayerPass, into inputGradient: Buffer?
    ) {
        precondition(outputGradient.count == pass.images * outputCount)
        let sum = outputGradient.withSpan { Self.sum(of: $0) }
        if let lane = pass.gradients?.lane { lane[scale][0] += Float(Double(Self.factor) * sum) }
        guard let inputGradient else { return }
        precondition(inputGradient.count == pass.images * inputCount)
        outputGradient.withSpan { gradient in
            inputGradient.withMutableSpan { means in
                for index in means.indices { means[index] = gradient[2 * index] }
            }
        }
    }

    /// The sum of the second components, in four chains that the processor adds in parallel.
    private static func sum(of gradient: Span<Float>) -> Double {
        var sums = SIMD4<Double>()
        var index = 0
        while index + 8 <= gradient.count {
            sums += SIMD4<Double>(
                SIMD4(gradient[index + 1], gradient[index + 3], gradient[index + 5], gradient[index + 7]))
            index += 8
        }
        var sum = sums.sum()
        while index < gradient.count {
            sum += Double(gradient[index + 1])
            index += 2
        }
        return sum
    }
}
