import LatentSpace
import Training
import VAE

extension TrainingRun {
    /// Runs to the end, and measures how near held-out images come to those trained on, for the model to keep.
    ///
    /// A model is whole without that radius, and what needs it measures it. If the measuring ends early, the run returns a
    /// model without it.
    ///
    /// - Parameters:
    ///   - begin: When the work began, of which the run's minutes are counted.
    ///   - observer: Told of what happens; an error that it throws ends the run.
    ///   - shouldStop: Asked before every step.
    ///   - measuring: Told the share of the measuring that is done; an error that it throws ends the measuring.
    ///   - notMeasured: Told why the measuring ended early.
    /// - Returns: How the run ended, and its model.
    /// - Throws: `TrainingError`, `InferenceError`, and what `observer` throws.
    package mutating func runMeasuringNovelty(
        since begin: ContinuousClock.Instant = .now, observer: (TrainingEvent) throws -> Void,
        shouldStop: () -> Bool = { false }, measuring: (_ share: Double) throws -> Void = { _ in },
        notMeasured: (any Error) -> Void = { _ in }
    ) throws -> TrainingOutcome {
        let (images, split, pool) = (images, split, pool)
        return try run(
            since: begin,
            completionSeconds: NoveltyJudge.expectedSeconds(images, split: split, pool: pool),
            observer: observer, shouldStop: shouldStop,
            completed: { model, posteriors in
                var facts = model.facts
                guard !split.validation.isEmpty else { return facts }
                try observer(.work(.novelty))
                do {
                    facts.novelty = try NoveltyJudge.calibrate(
                        images, split: split, inference: Inference(model, pool: pool), posteriors: posteriors,
                        progress: measuring)
                } catch { notMeasured(error) }
                return facts
            })
    }
}
