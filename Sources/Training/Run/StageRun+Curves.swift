import VAE

/// The figures that a stage adds to those of its run, and the models that it shows on the way.
extension StageRun {
    /// The figures of the run so far.
    var curves: TrainingCurves {
        var curves = progress.curves ?? TrainingCurves()
        if stage == .autoencoder { curves.epochs = progress.history.records }
        return curves
    }

    /// Adds the loss of a step.
    mutating func addToCurves(_ loss: Double) {
        guard stage != .autoencoder else { return }
        if progress.curves == nil { progress.curves = TrainingCurves() }
        let (stage, step) = (stage, session.steps)
        progress.curves?.add(loss, of: stage, step: step)
    }

    /// Gives the observer the figures after a step and, at a quarter, half and three quarters of the last stage, the model
    /// as it is then. The prior's held-out images are measured at these points and between them, and decide whether the
    /// stage ends early.
    mutating func showCurves(_ observer: (TrainingEvent) throws -> Void) throws {
        let (before, now) = (shownShare, share)
        shownShare = now
        func passed(_ shares: [Double]) -> Double? { shares.last { before < $0 && $0 <= now } }
        // The end of the stage measures by itself.
        if now < 1, isCheckDue(passed) {
            checkPrior()
            if let early = endPriorEarly() { try observer(.earlyEnd(early, stage)) }
        }
        if stage != .autoencoder { try observer(.curves(curves)) }
        if stage == settings.stages.last, now < 1, let share = passed(TrainingCurves.previewShares) {
            try observer(.preview(preview, stage, share: share))
        }
    }

    /// Gives the observer the figures at the end of the stage, with a last measurement of the prior's held-out images.
    mutating func showLastCurves(_ observer: (TrainingEvent) throws -> Void) throws {
        checkPrior()
        try observer(.curves(curves))
    }

    /// Doesn't show the models again that earlier parts of the run have shown.
    mutating func skipShownModels() { shownShare = share }

    /// Whether the prior's held-out images are to be measured.
    ///
    /// - Parameter passed: A function that returns which of some shares the last step passed.
    private func isCheckDue(_ passed: ([Double]) -> Double?) -> Bool {
        guard earlyEnd == nil else { return false }
        let steps = session.steps - (curves.priorChecks.last?.step ?? 0)
        return passed(TrainingCurves.checkShares) != nil
            || steps >= TrainingCurves.stepsBeforeFurtherCheck && passed(TrainingCurves.furtherCheckShares) != nil
    }

    private mutating func checkPrior() {
        guard let priorValidation else { return }
        let start = clock.seconds
        let check = priorValidation.check(step: session.steps)
        if progress.curves == nil { progress.curves = TrainingCurves() }
        // A measurement of useless weights isn't a number, which a checkpoint can't hold.
        if check.isPossible {
            progress.curves?.priorChecks.append(check)
            if curves.isLastCheckBest { priorValidation.keepParameters() }
        }
        clock.noteValidation(seconds: clock.seconds - start)
    }

    /// The model as it is now. The autoencoder's is that of the averaged weights, which change with the next step.
    private var preview: Model {
        guard let validation else { return model() }
        return Model(network: validation.network, parameters: validation.averaged)
    }
}
