import Kernels

/// Adam over the whole arena, with an exponential average of the weights beside it.
///
/// Source: Kingma & Ba, 2015, arXiv:1412.6980.
public struct AdamOptimizer: Sendable {
    /// Running averages of the gradient and of its square.
    public let firstMoment: Arena
    public let secondMoment: Arena
    /// The exponentially averaged weights, which the finished model uses.
    public let averaged: Arena
    /// Steps taken so far.
    public private(set) var stepCount: Int

    /// The share of itself that the running average of the gradient keeps in a step.
    private let beta1: Double

    /// Shorter than the customary 0.999: a likelihood with a learned scale begins with gradients a hundred times longer
    /// than they soon are, and their squares should be forgotten as soon.
    private static let beta2 = 0.99

    /// - parameters: where the average starts.
    public init(layout: ParameterLayout, parameters: Arena, beta1: Double = 0.9) {
        self.beta1 = beta1
        firstMoment = Arena(layout)
        secondMoment = Arena(layout)
        averaged = parameters.copy()
        stepCount = 0
    }

    /// Continues from a saved state.
    public init(
        firstMoment: Arena, secondMoment: Arena, averaged: Arena, stepCount: Int, beta1: Double = 0.9
    ) {
        self.beta1 = beta1
        self.firstMoment = firstMoment
        self.secondMoment = secondMoment
        self.averaged = averaged
        self.stepCount = stepCount
    }

    /// Goes on from a step whose arenas were read back.
    public mutating func resume(at step: Int) { stepCount = step }

    /// The constants of one more step, which `AdamPass` takes.
    ///
    /// - gradientScale: multiplies the gradients first (1, or less to clip their norm).
    /// - weightDecay: how fast parameters fall towards zero beside the gradient, as a multiple of the learning rate.
    /// - averagingDecay: the share of itself that the average keeps; held lower in the first steps, (1 + t) / (10 + t),
    ///   so that the random start is soon forgotten.
    public mutating func nextStep(
        learningRate: Double, gradientScale: Double, weightDecay: Double = 0, averagingDecay: Double
    ) -> AdamStep {
        stepCount += 1
        let decay = min(averagingDecay, (1 + Double(stepCount)) / (10 + Double(stepCount)))
        return AdamStep(
            step: stepCount, learningRate: learningRate, beta1: beta1, beta2: Self.beta2,
            gradientScale: gradientScale, weightDecay: weightDecay, averaging: 1 - decay)
    }
}
