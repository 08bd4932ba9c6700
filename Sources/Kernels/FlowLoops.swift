#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Short loops over one latent at a time, which cost little beside a network's pass over it.
extension KernelSet {
    /// `output = (1 - share) · first + share · second`.
    public func mix(_ first: Buffer, _ second: Buffer, share: Float, into output: Buffer) {
        precondition(first.count == output.count && second.count == output.count)
        let (a, b, result) = (first.base, second.base, output.base)
        for index in 0..<output.count { result[index] = (1 - share) * a[index] + share * b[index] }
    }

    /// `output = values · scale + offset`, element by element.
    public func multiplyAdd(_ values: Buffer, _ scale: Buffer, _ offset: Buffer, into output: Buffer) {
        precondition(values.count == output.count && scale.count == output.count && offset.count == output.count)
        let (x, a, b, result) = (values.base, scale.base, offset.base, output.base)
        for index in 0..<output.count { result[index] = x[index] * a[index] + b[index] }
    }

    /// `gradient = factor · (values - target + offset)`; returns Σ (values - target + offset)².
    public func squaredDifference(
        _ values: Buffer, minus target: Buffer, plus offset: Buffer, factor: Float, into gradient: Buffer
    ) -> Double {
        precondition(values.count == gradient.count && target.count == gradient.count)
        precondition(offset.count == gradient.count)
        let (x, y, z, result) = (values.base, target.base, offset.base, gradient.base)
        for index in 0..<gradient.count { result[index] = x[index] - y[index] + z[index] }
        let sum = sumOfSquares(gradient)
        scale(gradient, by: factor, offset: 0, into: gradient)
        return sum
    }

    /// Log variances to standard deviations, in place.
    public func deviations(ofLogVariances values: Buffer) {
        for index in 0..<values.count { values.base[index] = exp(values.base[index] / 2) }
    }
}
