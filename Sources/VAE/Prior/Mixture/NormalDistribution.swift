import Platform

/// The cdf of the standard normal distribution and its inverse, in double precision.
enum NormalDistribution {
    /// The cdf; accurate in the lower tail.
    static func cdf(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The inverse cdf.
    ///
    /// - Parameter complement: 1 - probability, given separately because rounding loses it where it is small.
    static func quantile(_ probability: Double, complement: Double) -> Double {
        guard probability <= complement else { return -quantile(complement, complement: probability) }
        guard probability > 0 else { return -38 }
        // Bisection over the range of a double, then Newton's steps on the logarithm, which is nearly linear.
        var (low, high) = (-38.0, 0.0)
        for _ in 0..<12 {
            let middle = (low + high) / 2
            if cdf(middle) < probability { low = middle } else { high = middle }
        }
        var x = (low + high) / 2
        for _ in 0..<4 {
            let value = cdf(x)
            guard value > 0 else { break }
            let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
            x -= log(value / probability) * value / density
        }
        return x
    }
}
