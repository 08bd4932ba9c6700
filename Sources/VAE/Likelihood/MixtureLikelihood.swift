import Kernels

/// A mixture of discretised logistics over the integer levels, with a weight, a mean and a scale for every component and
/// pixel.
///
/// The components are those of `LogisticLikelihood`: the probabilities of all levels sum to one, and the minimum of the
/// scales depends on the bit depth.
///
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1.
package struct MixtureLikelihood: Likelihood {
    package let scale: LevelScale
    package let components: Int
    /// Log weights, then means, then log scales, `[components]` each.
    package var outputsPerPixel: Int { 3 * components }

    package func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.logisticMixture(
            outputs: outputs, components: components, levels: levels, scale: scale, weight: weight,
            gradient: gradient)
    }

    package func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.mixtureMeans(
            outputs: outputs, components: components, scale: scale, into: levels)
    }

    package func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.mixtureDraws(
            outputs: outputs, components: components, uniform: uniform, scale: scale, into: levels)
    }

    package func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count {
            means[pixel] = MixtureMean(of: outputs[row: pixel, of: outputsPerPixel], components: components).value
        }
    }

    package func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        gradient.fill(0)
        for pixel in 0..<meansGradient.count {
            MixtureMean(of: outputs[row: pixel, of: outputsPerPixel], components: components).addGradient(
                meansGradient[pixel], to: gradient[row: pixel, of: outputsPerPixel])
        }
    }
}
