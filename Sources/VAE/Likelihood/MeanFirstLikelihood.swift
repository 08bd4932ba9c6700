import Kernels

/// A likelihood for which the first of each pixel's outputs is the pixel's mean, on the networks' scale.
///
/// This is the only place that relies on that order.
package protocol MeanFirstLikelihood: Likelihood {}

extension MeanFirstLikelihood {
    /// Copies the means `[pixels]` out of the outputs `[pixels, outputsPerPixel]`.
    package func means(outputs: Buffer, into means: Buffer) {
        KernelSet.current.strided(outputs, step: outputsPerPixel, into: means)
    }

    package func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        gradient.fill(0)
        addMeansGradient(meansGradient, factor: 1, outputsPerPixel: outputsPerPixel, to: gradient)
    }

    /// Copies the gradient of the means `[pixels]` out of that of the outputs `[pixels, outputsPerPixel]`.
    package func meansGradient(ofOutputs gradient: Buffer, into meansGradient: Buffer) {
        KernelSet.current.strided(gradient, step: outputsPerPixel, into: meansGradient)
    }

    /// Adds the gradient of the means `[pixels]` to that of outputs.
    ///
    /// - Parameter outputsPerPixel: 1 for a layer that gives the means alone.
    package func addMeansGradient(
        _ meansGradient: Buffer, factor: Float, outputsPerPixel: Int, to outputGradient: Buffer
    ) {
        KernelSet.current.addStrided(meansGradient, factor: factor, step: outputsPerPixel, to: outputGradient)
    }
}
