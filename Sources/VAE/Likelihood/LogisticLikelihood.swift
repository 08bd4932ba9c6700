import Kernels

/// A discretised logistic over the integer levels, with a mean and a scale for every pixel.
///
/// The lowest and the highest level take the distribution's tails, so the probabilities of all levels sum to one. The
/// scale is at least a fifth of half a level's width, which depends on the bit depth.
///
/// Source: Salimans et al., 2017, arXiv:1701.05517, section 2.1.
package struct LogisticLikelihood: MeanFirstLikelihood {
    package let scale: LevelScale
    package var outputsPerPixel: Int { 2 }

    package func distortion(outputs: Buffer, levels: Buffer, weight: Float, gradient: Buffer?) -> Double {
        KernelSet.current.discretizedLogistic(
            outputs: outputs, levels: levels, scale: scale, weight: weight, gradient: gradient)
    }

    package func expectedLevels(outputs: Buffer, into levels: Buffer) {
        KernelSet.current.logisticMeans(outputs: outputs, scale: scale, into: levels)
    }

    package func drawnLevels(outputs: Buffer, uniform: Buffer, into levels: Buffer) {
        KernelSet.current.logisticDraws(outputs: outputs, uniform: uniform, scale: scale, into: levels)
    }
}
