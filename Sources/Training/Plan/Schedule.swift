import Platform
import VAE

/// The learning rate, the weight of the rate and the number of draws over a run.
struct Schedule {
    let settings: TrainingSettings

    /// - Parameters:
    ///   - progress: The share of the run that is done, 0...1.
    ///   - step: The number of the step, counted from 1.
    func learningRate(progress: Double, step: Int) -> Double {
        LearningRateSchedule.cosine.learningRate(height: settings.learningRate, progress: progress, step: step)
    }

    func objective(progress: Double) -> TrainingObjective {
        TrainingObjective(
            beta: beta(progress: progress), importanceSamples: importanceSamples(progress: progress),
            freeNats: settings.freeNats)
    }

    /// The number of draws per image. It rises from one at `importanceStart` to all of them at the end, by equal
    /// factors in equal times.
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
