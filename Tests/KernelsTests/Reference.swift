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
}
