import Kernels
import Platform

/// A likelihood of binary images: every pixel has its minimum or its maximum level, with a probability that the decoder
/// gives as a logit.
///
/// Grey levels in between count as probabilities. The result is then the expected value over such binary images: a
/// cross-entropy, not a likelihood of the grey image.
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

    public func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count { means[pixel] = tanh(outputs[pixel] / 2) }
    }

    public func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        for pixel in 0..<gradient.count {
            let mean = tanh(outputs[pixel] / 2)
            gradient[pixel] = meansGradient[pixel] * (1 - mean * mean) / 2
        }
    }
}
