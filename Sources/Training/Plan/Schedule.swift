import Platform
import VAE

/// Learning rate, weight of the rate and draws along a run.
struct Schedule {
    let settings: TrainingSettings

    /// The learning rate rises over that many steps, or that share of a run which has few.
    private static let riseSteps = 100.0
    private static let riseShare = 0.05
    /// What is left of the learning rate at the end.
    private static let floor = 0.01

    /// - progress: the share of the run that is done, 0...1.
    /// - step: counted from 1.
    func learningRate(progress: Double, step: Int) -> Double {
        let cosine = 0.5 * (1 + cos(.pi * min(1, progress)))
        let rise = min(1, max(Double(step) / Self.riseSteps, progress / Self.riseShare))
        return settings.learningRate * rise * (Self.floor + (1 - Self.floor) * cosine)
    }

    func objective(progress: Double) -> TrainingObjective {
        TrainingObjective(
            beta: beta(progress: progress), importanceSamples: importanceSamples(progress: progress),
            freeNats: settings.freeNats)
    }

    /// From one to all at the end, by equal factors in equal times.
    func importanceSamples(progress: Double) -> Int {
        let start = settings.importanceStart
        guard start > 0 else { return settings.importanceSamples }
        let share = min(1, max(0, (progress - start) / (1 - start)))
        return Int(pow(Double(settings.importanceSamples), share).rounded())
    }

    func beta(progress: Double) -> Double {
        settings.warmup > 0 ? settings.beta * min(1, progress / settings.warmup) : settings.beta
    }
}
