import VAE

/// A reason why a finished run could have gone better, found in its figures.
package enum TrainingDiagnosis: Sendable, Hashable {
    /// The bound was still falling at the end. The percentage is that of its last quarter.
    case underfitted(percent: Double)
    /// The held-out bound rose after the best epoch while the training bound fell.
    case overfitted(bestEpoch: Int, epochs: Int)
    /// The held-out bound rose after the best epoch, from whose weights the stage ended early.
    case autoencoderEndedEarly(epoch: Int)
    /// The held-out images' loss rose after the best check of the prior, whose weights are kept.
    case priorStopped(step: Int, steps: Int)
    /// The held-out images' loss rose after the best check of the prior, which ended early from there.
    case priorEndedEarly(step: Int)
    /// The prior's loss is higher on held-out images than on training images.
    case priorOverfitted(percent: Double)
    /// Samples of the prior are near copies of training images.
    case nearCopies(percent: Double)
    /// The prior was fitted with few draws.
    case priorShort(draws: Int)
    /// The prior's loss was still falling at the end.
    case priorFalling(percent: Double)

    /// The relative changes that count. A learning rate that falls to the end lowers every loss a little.
    private static let fall = 0.02
    private static let priorFall = 0.05
    private static let priorGap = 0.1
    /// The share of near copies that counts.
    private static let copies = 0.05
    /// The number of standard errors that the prior's gap must exceed.
    private static let errors = 3.0

    /// Finds what is wrong.
    ///
    /// - Parameters:
    ///   - curves: The figures of a run that has ended.
    ///   - settings: The settings of the run.
    ///   - nearCopies: How many samples are near copies, if it was measured.
    /// - Returns: The findings, those of the first stage first; empty if nothing is wrong.
    package static func findings(
        in curves: TrainingCurves, _ settings: TrainingSettings, nearCopies: NearCopies? = nil
    ) -> [TrainingDiagnosis] {
        let share = nearCopies?.share ?? 0
        let copied = share > copies ? TrainingDiagnosis.nearCopies(percent: 100 * share) : nil
        return [autoencoder(curves, settings), prior(curves, settings), copied].compactMap(\.self)
    }

    private static func autoencoder(_ curves: TrainingCurves, _ settings: TrainingSettings) -> TrainingDiagnosis? {
        let epochs = curves.epochs
        guard epochs.count >= 3, let last = epochs.last,
            let best = epochs.map({ $0.objective(settings) }).min()
        else { return nil }
        if let early = curves.autoencoderEarlyEnd {
            return .autoencoderEndedEarly(epoch: epochs.first { $0.steps >= early.bestStep }?.epoch ?? last.epoch)
        }
        if let best = epochs.bestBeforeOverfitting(settings, share: 0.8) {
            return .overfitted(bestEpoch: best.epoch, epochs: last.epoch)
        }
        // In a long run, single epochs are noisy. The last tenth counts as the end.
        let end = epochs.suffix(max(1, epochs.count / 10))
        let earlier = epochs[(epochs.count - 1) * 3 / 4]
        let scale = max(abs(best), .leastNormalMagnitude)
        let fallen =
            (earlier.objective(settings) - end.reduce(0) { $0 + $1.objective(settings) } / Double(end.count)) / scale
        return fallen > fall ? .underfitted(percent: 100 * fallen) : nil
    }

    private static func prior(_ curves: TrainingCurves, _ settings: TrainingSettings) -> TrainingDiagnosis? {
        guard let flow = settings.flow, let losses = curves.prior else { return nil }
        if let early = curves.priorEarlyEnd { return .priorEndedEarly(step: early.bestStep) }
        if let kept = curves.keptCheck, let last = curves.priorChecks.last, kept != last {
            return .priorStopped(step: kept.step, steps: last.step)
        }
        if let check = curves.priorChecks.last, check.images >= TrainingCurves.fewestHeldOut {
            let gap = check.heldOut - check.training
            if gap > errors * check.error, gap > priorGap * check.training {
                return .priorOverfitted(percent: 100 * gap / max(check.training, .leastNormalMagnitude))
            }
        }
        let points = losses.points
        let steps = losses.step(ofPoint: points.count - 1)
        let draws = steps.multipliedReportingOverflow(by: flow.batch)
        if !draws.overflow, Double(draws.partialValue) < TrainingForecast.neededDraws {
            return .priorShort(draws: draws.partialValue)
        }
        let tenth = points.count / 10
        guard tenth >= 4 else { return nil }
        func mean(_ range: Range<Int>) -> Double { points[range].reduce(0, +) / Double(range.count) }
        let (middle, end) = (
            mean(points.count / 2..<points.count / 2 + tenth), mean(points.count - tenth..<points.count)
        )
        let fallen = (middle - end) / max(abs(end), .leastNormalMagnitude)
        return fallen > priorFall ? .priorFalling(percent: 100 * fallen) : nil
    }
}
