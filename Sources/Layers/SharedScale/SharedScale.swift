import Kernels

/// Puts one learned scale beside every element: output = (input, 10 · scale).
///
/// As the last layer of a decoder it turns means into the outputs of a likelihood whose log scale is the same for all
/// pixels and images. The parameter is a tenth of what comes out, because the steps of an optimiser such as Adam are
/// bounded: so it finds the scale within a few hundred of them.
///
/// - input: `[images, pixels]`
/// - output: `[images, pixels, 2]`
/// - Complexity: images · pixels copies a pass; O(1) memory.
///
/// Source: Rybkin et al., 2021, arXiv:2006.13202 (the shared σ).
public struct SharedScale: Layer {
    let scale: Slot  // [1]
    private let pixels: Int
    /// What an optimiser's step is enlarged by.
    private static let factor: Float = 10

    public init(_ name: String, pixels: Int, in layout: inout ParameterLayout) {
        scale = layout.add(name, shape: [1], .zeros)
        self.pixels = pixels
    }

    public var inputCount: Int { pixels }
    public var outputCount: Int { 2 * pixels }
    public var forwardOperations: Int { 0 }
    public var laneSlots: [Slot] { [scale] }

    public func panelCount(_ pass: Pass) -> Int { 0 }
    public func pack(_ parameters: Arena, for pass: Pass, into panels: Buffer) {}
    public func scratchCount(images: Int) -> Int { 0 }

    public func forward(_ input: Buffer, images: Int, weights: LayerWeights, scratch: Buffer, into output: Buffer) {
        let value = Self.factor * weights.parameters[scale][0]
        precondition(input.count == images * inputCount && output.count == images * outputCount)
        input.withSpan { input in
            output.withMutableSpan { output in
                for index in input.indices {
                    output[2 * index] = input[index]
                    output[2 * index + 1] = value
                }
            }
        }
    }

    public func backward(
        _ outputGradient: Buffer, input: Buffer, output: Buffer, images: Int, weights: LayerWeights,
        gradients: LayerGradients?, scratch: Buffer, into inputGradient: Buffer?
    ) {
        precondition(outputGradient.count == images * outputCount)
        let sum = outputGradient.withSpan { Self.sum(of: $0) }
        if let gradients { gradients.lane[scale][0] += Float(Double(Self.factor) * sum) }
        guard let inputGradient else { return }
        precondition(inputGradient.count == images * inputCount)
        outputGradient.withSpan { gradient in
            inputGradient.withMutableSpan { means in
                for index in means.indices { means[index] = gradient[2 * index] }
            }
        }
    }

    /// The sum of the second components, in four chains that the processor adds side by side.
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
