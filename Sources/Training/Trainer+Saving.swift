import GreyImages
import VAE

extension Trainer {
    mutating func saveAfterEpoch() throws {
        guard clock.isEpochSaveDue else { return }
        let start = ContinuousClock.now
        if state.progress.bestEpoch > savedEpoch { try saveModel() }
        try saveState(since: start)
    }

    /// - start: when saving began, where more than the state is saved.
    mutating func saveState(since start: ContinuousClock.Instant = .now) throws {
        state.progress.seconds = clock.seconds
        try saveHistory()
        try stateFile.write(state, setup: setup, layout: network.layout)
        clock.noteSave(since: start)
    }

    private func saveHistory() throws {
        guard !state.progress.history.records.isEmpty else { return }
        try AtomicFile.write(
            Array(state.progress.history.csv.utf8), to: Self.historyPath(ofModel: modelPath), synced: false)
    }

    @discardableResult
    private mutating func saveModel() throws -> Model {
        var facts = TrainingFacts(
            images: split.training.count, validationImages: split.validation.count, epochs: state.progress.epoch,
            bestEpoch: state.progress.bestEpoch, steps: state.optimizer.stepCount, seed: settings.seed,
            batch: settings.batch, learningRate: settings.learningRate, beta: settings.beta,
            validationNegativeELBO: state.progress.bestNegativeELBO, programVersion: GrisailleVersion.current)
        facts.heldOutRule = settings.heldOutRule
        facts.notes = settings.notes
        let model = Model(network: network, parameters: state.best, facts: facts)
        try ModelFile.write(model, to: modelPath)
        savedEpoch = state.progress.bestEpoch
        return model
    }

    mutating func close(_ ending: TrainingOutcome.Ending) throws -> TrainingOutcome {
        // The state first: where the disk has no room for both, the run can still go on.
        if ending == .interrupted { try saveState() }
        // Stopped before the first epoch ended, the run still leaves a model that can be looked at.
        if state.progress.bestEpoch == 0 { state.best.buffer.copy(from: state.optimizer.averaged.buffer) }
        let model = try saveModel()
        if ending != .interrupted { try endRun() }
        let measured = split.validation.isEmpty ? split.training : split.validation
        return TrainingOutcome(
            ending: ending, model: model,
            best: state.progress.history.records.first { $0.epoch == state.progress.bestEpoch },
            seconds: clock.seconds, steps: state.optimizer.stepCount, skippedSteps: state.progress.skippedSteps,
            recoveries: state.progress.recoveries,
            activeUnits: ending == .interrupted
                ? nil : try Inference(model, pool: pool).activeUnits(of: images, indices: measured, seed: settings.seed)
        )
    }

    /// Leaves the best model and the history, but nothing to resume: the run would come to the same end again.
    mutating func diverged(step: Int) throws -> TrainingError {
        if state.progress.bestEpoch > 0 { try saveModel() }
        keepsState = false
        try endRun()
        return .diverged(
            step: step, epoch: state.progress.epoch, model: state.progress.bestEpoch > 0 ? modelPath : nil)
    }

    private func endRun() throws {
        try saveHistory()
        if keepsState { return }
        try FileRemoval.remove(stateFile.path)
        AtomicFile.removeAbandoned(in: FilePath.folder(of: modelPath))
    }
}
