import Kernels

/// Every pixel is at its minimum or its maximum, with a probability that the decoder gives as a logit.
///
/// Grey levels between the two count as probabilities: what comes out is then the expected value over such binary
/// images, a cross-entropy and not a likelihood of the grey image.
public struct BernoulliLikelihood: Likelihood {
    public let maximumLevel: Int
    public var outputsPerPixel: Int { 1 }

    public func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.bernoulli(
            outputs: outputs, levels: levels, maximumLevel: maximumLevel, weight: weight, gradient: gradient)
    }

    public func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.bernoulliMeans(outputs: outputs, maximumLevel: maximumLevel, into: levels)
    }

    public func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.bernoulliDraws(outputs: outputs, uniform: uniform, maximumLevel: maximumLevel, into: levels)
    }
}
