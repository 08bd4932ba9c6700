import Platform

/// Short loops that take little time compared with a network's pass.
extension KernelSet {
    /// `output = (1 - share) · first + share · second`.
    package func mix(_ first: Buffer, _ second: Buffer, share: Float, into output: Buffer) {
        precondition(first.count == output.count && second.count == output.count)
        let (a, b, result) = (first.base, second.base, output.base)
        for index in 0..<output.count { result[index] = (1 - share) * a[index] + share * b[index] }
    }

    /// `output = values · scale + offset`, element by element.
    package func multiplyAdd(_ values: Buffer, _ scale: Buffer, _ offset: Buffer, into output: Buffer) {
        precondition(values.count == output.count && scale.count == output.count && offset.count == output.count)
        let (x, a, b, result) = (values.base, scale.base, offset.base, output.base)
        for index in 0..<output.count { result[index] = x[index] * a[index] + b[index] }
    }

    /// `gradient = factor · (values - target + offset)`; returns Σ (values - target + offset)².
    package func squaredDifference(
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

    /// `gradient = factor · sign(values - target)`; returns Σ |values - target|.
    package func absoluteDifference(
        _ values: Buffer, minus target: Buffer, factor: Float, into gradient: Buffer
    ) -> Double {
        precondition(values.count == gradient.count && target.count == gradient.count)
        let (x, y, result) = (values.base, target.base, gradient.base)
        var sum = 0.0
        let block = 256
        for start in stride(from: 0, to: gradient.count, by: block) {
            var part: Float = 0
            for index in start..<min(start + block, gradient.count) {
                let difference = x[index] - y[index]
                part += abs(difference)
                result[index] = difference > 0 ? factor : difference < 0 ? -factor : 0
            }
            sum += Double(part)
        }
        return sum
    }

    /// Turns log variances into standard deviations, in place.
    package func deviations(ofLogVariances values: Buffer) {
        for index in 0..<values.count { values.base[index] = exp(values.base[index] / 2) }
    }
}
