import Layers
import VAE

/// The early end of a stage that begins to learn its images by heart.
extension StageRun {
    /// The share of the epochs that had been done by the best one, from which a rise isn't chance.
    private static let bestShare = 0.5

    /// The early end of the stage; nil while it takes its whole length.
    var earlyEnd: EarlyEnd? { progress.curves?.earlyEnd(of: stage) }

    /// Returns the autoencoder to its best epoch if held-out images fit clearly worse by now. The learning rate falls from
    /// there.
    ///
    /// - Returns: The early end, if it was decided now.
    mutating func endAutoencoderEarly() -> EarlyEnd? {
        guard let validation, validation.heldOut.count >= TrainingCurves.fewestHeldOut, settings.patience == nil,
            progress.recoveries == 0,
            let best = progress.history.records.bestBeforeOverfitting(settings, share: Self.bestShare),
            best.epoch == progress.bestEpoch
        else { return nil }
        return goBack(to: validation.best, ofStep: best.steps)
    }

    /// Returns the prior to its best check if held-out images fit clearly worse by now. The learning rate falls from there.
    ///
    /// - Returns: The early end, if it was decided now.
    mutating func endPriorEarly() -> EarlyEnd? {
        guard let priorValidation, let best = curves.endingCheck else { return nil }
        return goBack(to: priorValidation.best, ofStep: best.step)
    }

    private mutating func goBack(to weights: Arena, ofStep step: Int) -> EarlyEnd? {
        guard earlyEnd == nil else { return nil }
        let early = EarlyEnd(bestStep: step, steps: session.steps, share: shareOfLength)
        guard early.isPossible else { return nil }
        session.goBack(to: weights)
        if progress.curves == nil { progress.curves = TrainingCurves() }
        let stage = stage
        progress.curves?.set(early, of: stage)
        shownShare = share
        return early
    }
}
