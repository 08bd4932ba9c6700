import Kernels
import VAE

/// The checkpoints of a stage, and the model that it makes.
extension StageRun {
    /// Gives the observer the best model, if it is new, and a checkpoint, unless the last save was a short time ago.
    mutating func saveAfterEpoch(_ observer: (TrainingEvent) throws -> Void) throws {
        guard clock.isEpochSaveDue else { return }
        let start = ContinuousClock.now
        if progress.bestEpoch > publishedEpoch {
            try observer(.model(model()))
            publishedEpoch = progress.bestEpoch
        }
        try saveCheckpoint(observer, since: start)
    }

    /// Gives the observer a checkpoint.
    ///
    /// - Parameter start: The time when saving began, if more than the checkpoint is saved.
    mutating func saveCheckpoint(
        _ observer: (TrainingEvent) throws -> Void, since start: ContinuousClock.Instant = .now
    ) throws {
        progress.seconds = clock.seconds
        try observer(.checkpoint(checkpoint))
        clock.noteSave(since: start)
    }

    /// A checkpoint of the current state. Its arrays are the session's own, which change with the next step.
    var checkpoint: TrainingCheckpoint {
        var counters = session.counters
        counters.balance = session.source.balance
        return TrainingCheckpoint(
            setup: setup, stage: stage, progress: progress, counters: counters, steps: session.steps, base: base,
            arrays: .live(arenas))
    }

    /// The model that the stage has made so far.
    func model() -> Model {
        switch stage {
        case .autoencoder: trainedModel()
        case .decoder: sharpenedModel(base!)
        case .prior: modelWithPrior(base!)
        }
    }

    private func trainedModel() -> Model {
        let validation = validation!
        // A run that is stopped before its first epoch ends still leaves a model to look at.
        if !progress.hasBest { validation.best.buffer.copy(from: validation.averaged.buffer) }
        var facts = TrainingFacts(settings)
        facts.images = validation.trainingCount
        facts.validationImages = validation.heldOut.count
        facts.heldOutRule = settings.heldOutRule
        facts.epochs = progress.epoch
        facts.bestEpoch = progress.bestEpoch
        facts.steps = session.steps
        facts.validationNegativeELBO = progress.bestNegativeELBO
        facts.notes = settings.notes
        return Model(network: validation.network, parameters: validation.best, facts: facts)
    }

    private func sharpenedModel(_ base: Model) -> Model {
        var facts = base.facts
        facts.adversarialWeight = settings.sharpening?.weight
        facts.adversarialSteps = session.steps
        return Model(
            network: base.network, parameters: session.trained[0].optimizer.averaged.copy(), prior: base.prior,
            facts: facts)
    }

    private func modelWithPrior(_ base: Model) -> Model {
        guard let source = session.source as? FlowGradient else { preconditionFailure("a prior's stage fits a flow") }
        var facts = base.facts
        let curves = curves
        facts.priorSteps = session.steps - (curves.priorEarlyEnd?.stepsUndone ?? 0)
        var parameters = session.trained[0].optimizer.averaged
        if let priorValidation, let kept = curves.keptCheck, kept != curves.priorChecks.last {
            facts.priorSteps = kept.step
            parameters = priorValidation.best
        }
        return Model(
            network: base.network, parameters: base.parameters,
            prior: FlowPrior(network: source.network, arena: parameters.copy()), facts: facts)
    }
}
