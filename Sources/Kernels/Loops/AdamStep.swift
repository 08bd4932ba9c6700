import CKernels

/// The constants of one step of Adam.
package struct AdamStep: Sendable, BitwiseCopyable {
    let native: grisaille_adam

    /// - Parameters:
    ///   - step: The number of the step, from 1, for the bias corrections.
    ///   - gradientScale: Multiplies the gradients first.
    ///   - weightDecay: The share of itself that a parameter loses in a step, as a multiple of the learning rate (AdamW:
    ///     Loshchilov & Hutter, 2019, arXiv:1711.05101).
    ///   - averaging: The share by which the averaged weights move towards the new ones.
    package init(
        step: Int, learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        gradientScale: Double = 1, weightDecay: Double = 0, averaging: Double
    ) {
        precondition(step >= 1, "steps count from 1")
        // The corrections use the rounded rates, so that the two cancel: 1 - 0.999 alone rounds by 5e-5.
        let (rate1, rate2) = (Float(beta1), Float(beta2))
        native = grisaille_adam(
            learning_rate: Float(learningRate), beta1: rate1, beta2: rate2, epsilon: Float(epsilon),
            correction1: Float(1 / (1 - power(Double(rate1), step))),
            correction2: Float(1 / (1 - power(Double(rate2), step))),
            gradient_scale: Float(gradientScale), kept: Float(1 - learningRate * weightDecay),
            averaging: Float(averaging))
    }
}

/// The power by repeated squaring, which has the same bits with every mathematics library.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
    }
    return result
}

extension KernelSet {
    /// Takes one step of Adam over equal parts of the arenas, and updates the averaged weights.
    package func adam(
        _ step: AdamStep, gradients: Buffer, parameters: Buffer, averaged: Buffer, firstMoment: Buffer,
        secondMoment: Buffer
    ) {
        let count = parameters.count
        precondition(gradients.count == count && averaged.count == count)
        precondition(firstMoment.count == count && secondMoment.count == count)
        var constants = step.native
        loops.adam(
            parameters.base, averaged.base, firstMoment.base, secondMoment.base, gradients.base, &constants, count)
    }
}
