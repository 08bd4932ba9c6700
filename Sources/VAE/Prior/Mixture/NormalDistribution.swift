import Platform

/// The standard normal distribution function and its inverse, in double precision.
enum NormalDistribution {
    /// The probability of less than x; exact in the lower tail.
    static func below(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// The x below which a number lies with a probability, given that or, for the upper half, its complement.
    ///
    /// - complement: 1 - probability, told apart because that is lost in rounding where it is small.
    static func quantile(_ probability: Double, complement: Double) -> Double {
        guard probability <= complement else { return -quantile(complement, complement: probability) }
        guard probability > 0 else { return -38 }
        // Halving within what a double can tell apart, then Newton's steps on the logarithm, which is all but straight.
        var (low, high) = (-38.0, 0.0)
        for _ in 0..<12 {
            let middle = (low + high) / 2
            if below(middle) < probability { low = middle } else { high = middle }
        }
        var x = (low + high) / 2
        for _ in 0..<4 {
            let value = below(x)
            guard value > 0 else { break }
            let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
            x -= log(value / probability) * value / density
        }
        return x
    }
}
