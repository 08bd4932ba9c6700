import Kernels

/// The Adam optimizer of one arena of parameters, with an exponential average of the weights.
///
/// Source: Kingma & Ba, 2015, arXiv:1412.6980.
package struct AdamOptimizer: Sendable {
    /// The running average of the gradient.
    package let firstMoment: Arena
    /// The running average of the gradient's square.
    package let secondMoment: Arena
    /// The exponentially averaged weights, which the trained model uses.
    package let averaged: Arena
    /// The number of steps so far.
    package private(set) var stepCount: Int

    /// The share of itself that the running average of the gradient keeps in a step.
    private let beta1: Double

    /// The share of itself that the running average of the squares keeps in a step. It is lower than the usual 0.999: with a
    /// learned scale the first gradients are a hundred times longer than later ones, and their squares should be forgotten
    /// quickly.
    private static let beta2 = 0.99

    /// - Parameter parameters: The start of the averaged weights.
    package init(layout: ParameterLayout, parameters: Arena, beta1: Double = 0.9) {
        self.beta1 = beta1
        firstMoment = Arena(layout)
        secondMoment = Arena(layout)
        averaged = parameters.copy()
        stepCount = 0
    }

    /// Continues from a saved state.
    package init(
        firstMoment: Arena, secondMoment: Arena, averaged: Arena, stepCount: Int, beta1: Double = 0.9
    ) {
        self.beta1 = beta1
        self.firstMoment = firstMoment
        self.secondMoment = secondMoment
        self.averaged = averaged
        self.stepCount = stepCount
    }

    /// Continues from a step whose arenas were restored.
    package mutating func resume(at step: Int) { stepCount = step }

    /// The constants of one more step, which `AdamPass` takes.
    ///
    /// - Parameters:
    ///   - gradientScale: Multiplies the gradients first: 1, or less to clip their norm.
    ///   - weightDecay: The share of themselves that parameters lose, as a multiple of the learning rate.
    ///   - averagingDecay: The share of itself that the average keeps. In the first steps it is at most (1 + t) / (10 + t), so
    ///     that the random start is soon forgotten.
    package mutating func nextStep(
        learningRate: Double, gradientScale: Double, weightDecay: Double = 0, averagingDecay: Double
    ) -> AdamStep {
        stepCount += 1
        let decay = min(averagingDecay, (1 + Double(stepCount)) / (10 + Double(stepCount)))
        return AdamStep(
            step: stepCount, learningRate: learningRate, beta1: beta1, beta2: Self.beta2,
            gradientScale: gradientScale, weightDecay: weightDecay, averaging: 1 - decay)
    }
}
