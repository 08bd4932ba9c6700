import Platform

/// Shortens gradients that are much longer than those of recent steps, so that one unusual batch can't move the weights
/// far off.
///
/// The usual norm differs a hundredfold between models, and between the first step and the hundredth. It is therefore
/// learned, as a running geometric mean, which forgets the first steps sooner than an arithmetic mean does.
struct GradientClipper: Sendable, Hashable, Codable {
    private var steps = 0
    private var meanLogarithm = 0.0

    /// The minimum weight of a new step in the mean.
    private static let rate = 0.02
    /// The multiple of the usual norm above which a gradient is an outlier, and the number of steps before the usual
    /// norm is known well enough to tell.
    private static let outlierFactor = 100.0
    private static let minimumOutlierSteps = 100

    /// Whether a norm is so far from the usual that the step should be skipped. Even a shortened gradient would follow
    /// the one image that caused it.
    func isOutlier(_ norm: Double) -> Bool {
        steps >= Self.minimumOutlierSteps && norm > Self.outlierFactor * exp(meanLogarithm)
    }

    /// The length to which a gradient of a given norm is shortened: at most `factor` times the usual norm. The mean
    /// learns from it.
    mutating func clip(_ norm: Double, factor: Double) -> Double {
        guard norm > 0 else { return norm }
        let clipped = steps > 0 ? min(norm, factor * exp(meanLogarithm)) : norm
        steps += 1
        meanLogarithm += (log(clipped) - meanLogarithm) * max(Self.rate, 1 / Double(steps))
        return clipped
    }

    /// Whether training can reach these values. A damaged file may hold others.
    var isPossible: Bool { steps >= 0 && meanLogarithm.isFinite }
}
