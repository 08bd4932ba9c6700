import GreyImages
import Layers
import VAE

extension Trainer {
    /// What a step is made with, for a number of draws an image.
    struct StepPass {
        let draws: Int
        let gradient: BatchGradient
        let adam: AdamPass
    }

    /// That of so many draws. One is held at a time: an old one's memory is given back before the other's is taken.
    private func stepPass(draws: Int, replacing pass: inout StepPass?) -> StepPass {
        if let pass, pass.draws == draws { return pass }
        pass = nil
        let gradient = BatchGradient(
            network, parameters: state.parameters, images: images, batch: min(settings.batch, split.training.count),
            draws: draws, seed: settings.seed, pool: pool)
        let made = StepPass(
            draws: draws, gradient: gradient,
            adam: AdamPass(state.optimizer, parameters: state.parameters, gradients: gradient.gradients))
        pass = made
        return made
    }

    var batchesPerEpoch: Int { (split.training.count + settings.batch - 1) / settings.batch }
    var isEpochComplete: Bool { state.progress.history.records.last?.epoch == state.progress.epoch }

    mutating func beginEpoch() {
        state.progress.epoch += 1
        state.progress.batch = 0
        state.progress.sums = TermSums()
    }

    /// Takes the epoch's remaining steps. Returns how the run ends when it ends within the epoch.
    mutating func finishEpoch(
        _ pass: inout StepPass?, observer: (TrainingEvent) -> Void, shouldStop: () -> Bool
    ) throws -> TrainingOutcome.Ending? {
        let plan = EpochPlan(
            images: split.training, batch: settings.batch, seed: settings.seed, epoch: state.progress.epoch)
        while state.progress.batch < plan.batchCount {
            if shouldStop() { return .interrupted }
            let share = runShare
            // An epoch that has begun takes a step at least, so that it has something to report.
            if case .minutes = settings.length, share >= 1, state.progress.batch > 0 { return .complete }
            let recoveries = state.progress.recoveries
            let draws = Schedule(settings: settings).importanceSamples(progress: share)
            if try step(plan[state.progress.batch], stepPass(draws: draws, replacing: &pass), share: share) {
                observer(.step(report(plan.batchCount)))
            }
            if state.progress.recoveries > recoveries { observer(recoveryEvent) }
            if clock.isSaveDue { try saveState() }
        }
        return nil
    }

    /// Returns whether the step was taken: one whose gradient is no number, or absurd, is left out.
    private mutating func step(
        _ batch: ArraySlice<Int>, _ pass: StepPass, share: Double
    ) throws -> Bool {
        let gradient = pass.gradient
        let schedule = Schedule(settings: settings)
        let step = state.optimizer.stepCount + 1
        let norm = gradient.compute(batch, step: step, objective: schedule.objective(progress: share))
        let terms = batch.indices.lazy.map { gradient.terms[$0 - batch.startIndex] }
        let isAbsurd = state.progress.clipper.isAbsurd(norm) && state.progress.skippedInARow < Self.mostAbsurdInARow
        guard norm.isFinite, !isAbsurd, terms.allSatisfy(\.negativeELBO.isFinite) else {
            state.progress.skippedSteps += 1
            state.progress.skippedInARow += 1
            state.progress.batch += 1
            if state.progress.skippedInARow == Self.mostSkippedInARow { try recover(step: step) }
            return false
        }
        state.progress.skippedInARow = 0
        let clipped = state.progress.clipper.clip(norm, factor: settings.clipping)
        let constants = state.optimizer.nextStep(
            learningRate: schedule.learningRate(progress: share, step: step) * learningRateShare,
            gradientScale: norm > 0 ? clipped / norm : 1, weightDecay: settings.weightDecay,
            averagingDecay: settings.averaging)
        pass.adam.run(constants, pool: pool)
        state.progress.sums.add(terms)
        state.progress.batch += 1
        clock.noteImages(batch.count, heldOut: split.validation.count)
        return true
    }

    /// So many steps without a gradient one after the other, and the weights themselves are no good.
    private static let mostSkippedInARow = 10
    /// So many absurd gradients one after the other, and the data have changed: from there they are only shortened.
    private static let mostAbsurdInARow = 3

    /// Validates, keeps the weights if they are the best so far, and adds a row to the history.
    mutating func closeEpoch(_ validation: Inference) throws -> Bool {
        // Not one step of it could be taken.
        if state.progress.sums.images == 0 { try recover(step: state.optimizer.stepCount + 1) }
        let start = clock.seconds
        var held = validate(validation)
        if !(held?.negativeELBO.isFinite ?? true) || !state.optimizer.averaged.buffer.isFinite {
            try recover(step: state.optimizer.stepCount)
            held = validate(validation)
        }
        let schedule = Schedule(settings: settings)
        let share = runShare
        // Without images held out the latest weights are the best.
        let bound =
            held == nil ? nil : importanceBound(validation, draws: schedule.importanceSamples(progress: share))
        let objective = bound ?? held.map(settings.objective)
        let isBest = objective.map { $0 < state.progress.bestObjective ?? .infinity } ?? true
        if isBest {
            state.progress.bestObjective = objective
            state.best.buffer.copy(from: state.optimizer.averaged.buffer)
            state.progress.bestNegativeELBO = held?.negativeELBO
            state.progress.bestEpoch = state.progress.epoch
        }
        state.progress.history.add(
            EpochRecord(
                epoch: state.progress.epoch, steps: state.optimizer.stepCount, seconds: clock.seconds,
                learningRate: schedule.learningRate(progress: share, step: state.optimizer.stepCount)
                    * learningRateShare,
                beta: schedule.beta(progress: share),
                training: .init(state.progress.sums.mean ?? ImageTerms(distortion: 0, rate: 0)),
                validation: held.map(EpochRecord.TermMeans.init), validationImportanceBound: bound),
            best: state.progress.bestEpoch)
        clock.noteEnding(seconds: clock.seconds - start)
        return isBest
    }

    /// Of the averaged weights; nil where no images are held out.
    private func validate(_ validation: Inference) -> ImageTerms? {
        validation.parametersHaveChanged()
        return TermSums(validation.terms(of: images, indices: split.validation, seed: settings.seed)).mean
    }

    /// The mean over the held-out images of the bound that so many draws give, -log mean exp(-distortion - β · rate), in
    /// nats; nil for one draw. What training strives for by several makes the ELBO worse; more draws give a tighter bound,
    /// so that later weights are preferred.
    private func importanceBound(_ validation: Inference, draws: Int) -> Double? {
        guard draws > 1 else { return nil }
        var total = 0.0
        for first in stride(from: 0, to: split.validation.count, by: Self.imagesAtATime) {
            let indices = Array(split.validation[first..<min(split.validation.count, first + Self.imagesAtATime)])
            let terms = validation.drawTerms(of: images, indices: indices, draws: 0..<draws, seed: settings.seed).terms
            for image in indices.indices {
                var sum = ImportanceSum()
                for row in image * draws..<(image + 1) * draws { sum.add(-settings.objective(terms[row])) }
                total -= sum.logMean
            }
        }
        return total / Double(split.validation.count)
    }

    /// Held-out images whose draws are in memory together.
    private static let imagesAtATime = 64

    var endingAfterEpoch: TrainingOutcome.Ending? {
        if case .epochs(let count) = settings.length, state.progress.epoch >= count { return .complete }
        if let patience = settings.patience, state.progress.epoch - state.progress.bestEpoch >= patience {
            return .outOfPatience
        }
        if case .minutes = settings.length, clock.share >= 1 { return .complete }
        return nil
    }

    /// The share of the run that is done, which the schedules follow.
    var runShare: Double {
        switch settings.length {
        case .epochs(let count):
            Double((state.progress.epoch - 1) * batchesPerEpoch + state.progress.batch)
                / Double(count * batchesPerEpoch)
        case .minutes:
            clock.share
        }
    }

    private func report(_ batchCount: Int) -> StepReport {
        let share = min(1, runShare)
        return StepReport(
            epoch: state.progress.epoch, step: state.optimizer.stepCount, batch: state.progress.batch,
            batchesPerEpoch: batchCount, mean: state.progress.sums.mean!, imagesPerSecond: clock.imagesPerSecond,
            progress: share, secondsLeft: clock.secondsLeft(share: share))
    }
}
