import Platform

/// The mean of importance weights that are added one by one as logarithms, without overflow.
package struct ImportanceSum: Sendable, Hashable {
    package private(set) var count = 0
    private var top = -Double.infinity
    /// The sum of exp(logWeight - top).
    private var sum = 0.0
    /// The sum of the squares of these.
    private var squares = 0.0

    package init() {}

    package mutating func add(_ logWeight: Double) {
        count += 1
        guard logWeight > -.infinity else { return }
        if logWeight > top {
            let factor = exp(top - logWeight)
            sum *= factor
            squares *= factor * factor
            top = logWeight
        }
        let weight = exp(logWeight - top)
        sum += weight
        squares += weight * weight
    }

    /// log (mean of the weights): an estimate of log p(image), with a bias of about minus half its variance.
    ///
    /// Source: Burda et al., 2016, arXiv:1509.00519.
    package var logMean: Double { top + log(sum) - log(Double(count)) }

    /// The effective sample size, (Σ w)² / Σ w².
    package var effectiveCount: Double { squares > 0 ? sum * sum / squares : 0 }
}
