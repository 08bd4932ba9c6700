import VAE

extension StageRun {
    var isEpochComplete: Bool { progress.history.records.last?.epoch == progress.epoch }

    mutating func beginEpoch() {
        progress.epoch += 1
        progress.batch = 0
        progress.sums = TermSums()
    }

    /// Takes the epoch's remaining steps.
    ///
    /// - Returns: How the stage ended, if it ended within the epoch; otherwise nil.
    mutating func takeRemainingSteps(
        observer: (TrainingEvent) throws -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending? {
        let batches = plan.batches(epoch: progress.epoch, length: length)
        while progress.batch < batches.batchCount {
            if shouldStop() { return .interrupted }
            let share = share
            // An epoch that has begun takes at least one step, so that it has terms to report.
            if share >= 1, progress.batch > 0, canEndWithinEpoch { return .complete }
            let images = batches[progress.batch]
            if try takeStep(images, share: share, observer: observer) {
                try observer(.step(report(batchCount: batches.batchCount)))
                try showCurves(observer)
            }
            if clock.isSaveDue { try saveCheckpoint(observer) }
        }
        return nil
    }

    private var canEndWithinEpoch: Bool {
        if case .minutes = length { true } else { earlyEnd != nil }
    }

    /// - Returns: Whether the step was taken, not skipped.
    private mutating func takeStep(
        _ images: ArraySlice<Int>, share: Double, observer: (TrainingEvent) throws -> Void
    ) throws -> Bool {
        let step = session.takeStep(images, progress: share, learningRateShare: learningRateShare)
        progress.batch += 1
        guard step.isTaken else {
            // A stage without best weights to return to can't continue.
            if validation == nil || session.counters.skippedInARow == Self.maximumSkippedInARow {
                try recover(step: session.steps + 1)
                try observer(recoveryEvent)
            }
            return false
        }
        if let terms = session.source.terms { progress.sums.add((0..<images.count).lazy.map { terms[$0] }) }
        loss.add(step.loss)
        addToCurves(step.loss)
        clock.noteImages(images.count, heldOut: validation?.heldOut.count ?? 0)
        return true
    }

    /// Validates the averaged weights, keeps them if they are the best so far, and adds a row to the history.
    mutating func recordEpoch(_ validation: StageValidation, observer: (TrainingEvent) throws -> Void) throws {
        let recoveries = progress.recoveries
        // All steps of the epoch were skipped.
        if progress.sums.images == 0 { try recover(step: session.steps + 1) }
        let start = clock.seconds
        var held = validation.terms()
        if !(held?.negativeELBO.isFinite ?? true) || !validation.averaged.buffer.isFinite {
            try recover(step: session.steps)
            held = validation.terms()
        }
        let schedule = Schedule(settings: settings)
        let share = share
        let bound = held == nil ? nil : validation.importanceBound(draws: schedule.importanceSamples(progress: share))
        let isBest = validation.keepIfBest(held, bound: bound, into: &progress)
        progress.history.add(
            EpochRecord(
                epoch: progress.epoch, steps: session.steps, seconds: clock.seconds,
                learningRate: schedule.learningRate(progress: share, step: session.steps) * learningRateShare,
                beta: schedule.beta(progress: share),
                training: .init(progress.sums.mean ?? ImageTerms(distortion: 0, rate: 0)),
                validation: held.map(EpochRecord.TermMeans.init), validationImportanceBound: bound),
            best: progress.bestEpoch)
        clock.noteValidation(seconds: clock.seconds - start)
        if progress.recoveries > recoveries { try observer(recoveryEvent) }
        try observer(.epoch(progress.history.records.last!, isBest: isBest))
        if let early = endAutoencoderEarly() { try observer(.earlyEnd(early, stage)) }
        try observer(.curves(curves))
    }

    private func report(batchCount: Int) -> StepReport {
        let share = min(1, share)
        return StepReport(
            stage: stage, step: session.steps,
            loss: progress.sums.mean.map(StepReport.Loss.terms) ?? .running(loss.value),
            epoch: .init(number: progress.epoch, batch: progress.batch, batchCount: batchCount),
            imagesPerSecond: clock.imagesPerSecond, progress: share,
            secondsLeft: clock.secondsLeft(share: shareOfLength, end: earlyEnd?.end ?? 1))
    }
}
