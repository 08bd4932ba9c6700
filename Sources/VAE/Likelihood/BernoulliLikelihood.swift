import Kernels
import Platform

/// A likelihood of binary images: every pixel has its minimum or its maximum level, with a probability that the decoder
/// gives as a logit.
///
/// Grey levels in between count as probabilities. The result is then the expected value over such binary images: a
/// cross-entropy, not a likelihood of the grey image.
package struct BernoulliLikelihood: Likelihood {
    package let maximumLevel: Int
    package var outputsPerPixel: Int { 1 }

    package func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.bernoulli(
            outputs: outputs, levels: levels, maximumLevel: maximumLevel, weight: weight, gradient: gradient)
    }

    package func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.bernoulliMeans(outputs: outputs, maximumLevel: maximumLevel, into: levels)
    }

    package func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.bernoulliDraws(outputs: outputs, uniform: uniform, maximumLevel: maximumLevel, into: levels)
    }

    package func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count { means[pixel] = tanh(outputs[pixel] / 2) }
    }

    package func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        for pixel in 0..<gradient.count {
            let mean = tanh(outputs[pixel] / 2)
            gradient[pixel] = meansGradient[pixel] * (1 - mean * mean) / 2
        }
    }
}
