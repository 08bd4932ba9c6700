import Kernels
import Platform

/// Where the first of a pixel's outputs is its mean.
protocol MeanFirstLikelihood: Likelihood {}

extension MeanFirstLikelihood {
    public func means(outputs: Buffer, into means: Buffer) {
        KernelSet.current.strided(outputs, step: outputsPerPixel, into: means)
    }

    public func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        gradient.fill(0)
        KernelSet.current.addStrided(meansGradient, factor: 1, step: outputsPerPixel, to: gradient)
    }
}

extension GaussianLikelihood: MeanFirstLikelihood {}
extension LogisticLikelihood: MeanFirstLikelihood {}

extension BernoulliLikelihood {
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

extension MixtureLikelihood {
    public func means(outputs: Buffer, into means: Buffer) {
        for pixel in 0..<means.count {
            means[pixel] = MixtureMean(of: outputs[row: pixel, of: outputsPerPixel], components: components).value
        }
    }

    public func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        gradient.fill(0)
        for pixel in 0..<meansGradient.count {
            MixtureMean(of: outputs[row: pixel, of: outputsPerPixel], components: components).addGradient(
                meansGradient[pixel], to: gradient[row: pixel, of: outputsPerPixel])
        }
    }
}
