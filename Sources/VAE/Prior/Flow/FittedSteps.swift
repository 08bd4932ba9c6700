/// Steps from noise to latents whose weights are fitted to a prior's own paths, so that a few of them follow the flow as
/// closely as many steps of a solver for any flow.
///
/// A step moves points by a weighted sum of the velocities at the beginnings of all steps so far. What guidance emphasises,
/// the velocity towards a class less the one towards any, is computed once, and joins the sum of that step and those after it.
///
/// Source: Shaul et al., 2024, arXiv:2403.01329 ("non-stationary solvers"). There all weights are learned together by
/// gradients; here each step is fitted by least squares, and the paths are guided.
package struct FittedSteps: Sendable, Hashable, Codable {
    /// The times at which the steps begin, in order and the first 0; the last one ends at 1.
    package var times: [Double]
    /// The step at whose beginning the velocity towards any class is computed too; nil for steps without guidance.
    package var guidedStep: Int?
    /// The guidance of the paths that the weights are fitted to. For another guidance, the difference is scaled.
    package var guidance: Double

    package init(times: [Double], guidedStep: Int? = nil, guidance: Double = 1) {
        self.times = times
        self.guidedStep = guidedStep
        self.guidance = guidance
    }

    /// The steps of samples. They lose nothing by Fréchet distance, coverage and texture against `heun` with five times as
    /// many evaluations on medical images of 64×64, and against `adams` with twice as many on radiographs of 256×256.
    package init(guided: Bool, dimension: Int) {
        let count = dimension > Transport.maximumOfFewSteps ? Self.stepsOfLargeImages : Self.stepsOfSmallImages
        self.init(
            times: (0..<count).map { FlowSolver.time(atPlace: Double($0) / Double(count)) },
            guidedStep: guided ? count / 2 + 1 : nil, guidance: guided ? Transport.sampleGuidance : 1)
    }

    private static let stepsOfSmallImages = 5
    private static let stepsOfLargeImages = 7
    private static let counts = 1...64
    private static let guidances = 0.0...100.0

    /// The number of steps.
    package var count: Int { times.count }

    /// The evaluations of the network per sample.
    package var evaluations: Int { guidedStep == nil ? count : count + 1 }

    /// The shape of the weights: those of a step are a row, which has one for the velocity at the beginning of each step, and
    /// the last for the difference that guidance emphasises.
    var weightShape: [Int] { [count, count + 1] }

    /// The time at which a step ends.
    func end(of step: Int) -> Double { step + 1 < count ? times[step + 1] : 1 }

    /// Whether samples with a guidance can take these steps.
    func allow(guidance: Double) -> Bool { guidance == 1 || guidedStep != nil }

    /// Checks what a file asks for.
    ///
    /// - Throws: `ConfigurationError`.
    func validate() throws(ConfigurationError) {
        guard Self.counts.contains(count), times.first == 0, times.allSatisfy({ $0 < 1 }),
            zip(times, times.dropFirst()).allSatisfy(<), guidedStep.map(times.indices.contains) ?? true,
            Self.guidances.contains(guidance), (guidance == 1) == (guidedStep == nil)
        else { throw .fittedSteps }
    }
}
