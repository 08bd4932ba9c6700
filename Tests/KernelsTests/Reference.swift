import Foundation

/// The likelihoods and functions in double precision, written as their definitions read.
enum Reference {
    static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
    static func sigmoid(_ x: Double) -> Double { x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x)) }

    /// The scale of the discretised logistic, in levels: bounded below by e^-1.7 / 2 and offset by -2 on -1...1.
    static func logisticScale(_ raw: Double, maximum: Double) -> Double {
        let floor = -log(maximum) - 1.7
        return exp(floor + softplus(raw - 2 - floor)) * maximum / 2
    }

    /// -log of the difference of the distribution function at the level's edges; the outer edges are infinite.
    static func logisticNats(mean: Double, raw: Double, level: Double, maximum: Double) -> Double {
        let scale = logisticScale(raw, maximum: maximum)
        let centred = level - (mean + 1) * maximum / 2
        let (a, b) = ((centred + 0.5) / scale, (centred - 0.5) / scale)
        if level == 0 { return softplus(-a) }
        if level == maximum { return softplus(b) }
        // σ(a) - σ(b) = σ(a) · σ(-b) · (1 - e^(b - a)), for the tails where the difference itself is lost.
        return softplus(-a) + softplus(b) - log(-expm1(-1 / scale))
    }

    static func logisticExpectation(mean: Double, raw: Double, maximum: Double) -> Double {
        let scale = logisticScale(raw, maximum: maximum)
        let centre = (mean + 1) * maximum / 2
        // ∫ σ((centre - x) / scale) dx over 0...maximum.
        return scale * (softplus(centre / scale) - softplus((centre - maximum) / scale))
    }

    /// The deviation of the normal distribution, in levels: bounded below by ¼ and above by e³ on -1...1.
    static func gaussianDeviation(_ raw: Double, maximum: Double) -> Double {
        let floor = log(0.5 / maximum)
        return exp(floor + softplus(min(raw, 3) - floor)) * maximum / 2
    }

    /// The expected -log density of a level that is spread evenly over its bin, on -1...1, less the bin's log width.
    static func gaussianNats(mean: Double, raw: Double, level: Double, maximum: Double) -> Double {
        let deviation = gaussianDeviation(raw, maximum: maximum) * 2 / maximum
        let width = 2 / maximum
        let distance = level * width - 1 - mean
        return 0.5 * log(2 * .pi) + log(deviation) - log(width)
            + (distance * distance + width * width / 12) / (2 * deviation * deviation)
    }

    /// The number below which a standard normal one lies with that probability, by halving.
    static func normalQuantile(_ probability: Double) -> Double {
        var (low, high) = (-10.0, 10.0)
        while high - low > 1e-13 {
            let middle = (low + high) / 2
            if 0.5 * erfc(-middle / 2.0.squareRoot()) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
