import Kernels
import Testing

@Suite struct AdamStepTests {
    /// Three steps, made with:
    ///
    ///     p, a, m, v = 0.5, 0.25, 0.0, 0.0
    ///     for t, g in enumerate([0.2, -0.6, 1.0], 1):
    ///         g *= 0.5                                        # the gradient scale
    ///         m = 0.9 * m + 0.1 * g
    ///         v = 0.999 * v + 0.001 * g * g
    ///         p -= 0.01 * (m / (1 - 0.9**t)) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
    ///         a += 0.1 * (p - a)                              # averaging
    ///         print(p, a, m, v)
    static let golden: [[Double]] = [
        [0.490000001, 0.2740000001, 0.01, 1e-05],
        [0.494941899112, 0.296094190001, -0.021, 9.999e-05],
        [0.491583218108, 0.315643092812, 0.0311, 0.00034989001],
    ]

    @Test(arguments: KernelSet.all, awkwardCounts)
    func threeStepsAreThoseOfTheRecipe(kernels: KernelSet, count: Int) {
        let (parameters, averaged) = (Buffer(count: count), Buffer(count: count))
        let (first, second, gradients) = (Buffer(count: count), Buffer(count: count), Buffer(count: count))
        parameters.fill(0.5)
        averaged.fill(0.25)
        for (index, gradient) in [Float(0.2), -0.6, 1].enumerated() {
            gradients.fill(gradient)
            let step = AdamStep(step: index + 1, learningRate: 0.01, gradientScale: 0.5, averaging: 0.1)
            kernels.adam(
                step, gradients: gradients, parameters: parameters, averaged: averaged, firstMoment: first,
                secondMoment: second)
            for (buffer, expected) in zip([parameters, averaged, first], Self.golden[index]) {
                expectClose(buffer.values, [Double](repeating: expected, count: count), absolute: 2e-7)
            }
            // 0.999 as a float is off by 5e-5 of its distance from one.
            expectClose(
                second.values, [Double](repeating: Self.golden[index][3], count: count), relative: 1e-4)
        }
    }

    /// The corrections cancel what the first moments hold: the first step has the learning rate's length.
    @Test(arguments: KernelSet.all)
    func theFirstStepHasTheLearningRatesLength(kernels: KernelSet) {
        let gradients = Buffer([1e-6, -1e-3, 1, -1e3, 1e6])
        let parameters = Buffer(count: 5)
        kernels.adam(
            AdamStep(step: 1, learningRate: 0.001, epsilon: 0, averaging: 1), gradients: gradients,
            parameters: parameters, averaged: Buffer(count: 5), firstMoment: Buffer(count: 5),
            secondMoment: Buffer(count: 5))
        expectClose(parameters.values, [-1, 1, -1, 1, -1].map { $0 * 0.001 }, relative: 1e-6)
    }

    @Test(arguments: KernelSet.all)
    func aZeroGradientMovesNothing(kernels: KernelSet) {
        let parameters = Buffer([1, -2])
        let averaged = Buffer([1, -2])
        kernels.adam(
            AdamStep(step: 1, learningRate: 0.1, averaging: 0.5), gradients: Buffer(count: 2), parameters: parameters,
            averaged: averaged, firstMoment: Buffer(count: 2), secondMoment: Buffer(count: 2))
        #expect(parameters.values == [1, -2])
        #expect(averaged.values == [1, -2])
    }
}
