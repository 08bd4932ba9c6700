import Platform

/// Shortens gradients that are much longer than those of the last steps, so that one odd batch can't throw the weights
/// far off. What is usual differs a hundredfold between models and between the first step and the hundredth, so it is
/// learnt: a running geometric mean, which forgets the first steps sooner than an arithmetic one does.
struct GradientClipper: Sendable, Hashable, Codable {
    private var steps = 0
    private var meanLogarithm = 0.0

    /// The share by which the mean moves once it rests on many steps.
    private static let rate = 0.02
    /// How many times the usual a gradient is long that says nothing of where to go, and the steps it takes to know.
    private static let absurdFactor = 100.0
    private static let absurdAfter = 100

    /// Whether a gradient of length `norm` is so far from the usual that its step is better left out: even shortened it
    /// would point where one runaway image wants.
    func isAbsurd(_ norm: Double) -> Bool {
        steps >= Self.absurdAfter && norm > Self.absurdFactor * exp(meanLogarithm)
    }

    /// The length to which a gradient of length `norm` is shortened: at most `factor` times the usual.
    mutating func clip(_ norm: Double, factor: Double) -> Double {
        guard norm > 0 else { return norm }
        let clipped = steps > 0 ? min(norm, factor * exp(meanLogarithm)) : norm
        steps += 1
        meanLogarithm += (log(clipped) - meanLogarithm) * max(Self.rate, 1 / Double(steps))
        return clipped
    }

    /// Whether training can have come here: a file may claim anything.
    var isPossible: Bool { steps >= 0 && meanLogarithm.isFinite }
}
