import Kernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
        for pixel in 0..<means.count { means[pixel] = mean(outputs[row: pixel, of: outputsPerPixel]).value }
    }

    public func outputGradient(outputs: Buffer, meansGradient: Buffer, into gradient: Buffer) {
        gradient.fill(0)
        for pixel in 0..<meansGradient.count {
            let own = outputs[row: pixel, of: outputsPerPixel]
            let (mean, shares) = mean(own)
            for (component, share) in shares.enumerated() {
                let place = pixel * outputsPerPixel + component
                gradient[place] = meansGradient[pixel] * share * (own[components + component] - mean)
                gradient[place + components] = meansGradient[pixel] * share
            }
        }
    }

    /// The components' mean, and their shares.
    private func mean(_ outputs: Buffer) -> (value: Float, shares: [Float]) {
        let logWeights = (0..<components).map { outputs[$0] }
        let top = logWeights.max()!
        let weights = logWeights.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        let shares = weights.map { $0 / total }
        return (shares.enumerated().reduce(0) { $0 + $1.element * outputs[components + $1.offset] }, shares)
    }
}
