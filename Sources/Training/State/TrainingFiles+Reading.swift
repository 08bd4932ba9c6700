import GreyImages
import VAE

extension TrainingFiles {
    /// Reads the setup of the interrupted run.
    ///
    /// - Throws: `TrainingError.nothingToResume`, `ModelFileError`, `FileError`.
    package func setup() throws -> TrainingSetup { try readSetup().setup }

    /// Reads the checkpoint from which the interrupted run continues.
    ///
    /// - Throws: `TrainingError.nothingToResume`, `ModelFileError`, `FileError`.
    public func checkpoint() throws -> TrainingCheckpoint {
        let (file, setup) = try readSetup()
        if file.metadata["refinement"] != nil { return try olderCheckpoint(file, setup) }
        let stage =
            file.metadata["stage"] == nil
            ? TrainingStage.autoencoder : try ModelFile.metadata("stage", of: file, path: state)
        let steps: Int = try ModelFile.metadata("optimizer_steps", of: file, path: state)
        let progress: TrainingProgress = try ModelFile.metadata("progress", of: file, path: state)
        // Older files store the counters with the progress.
        let counters: SessionCounters = try ModelFile.metadata(
            file.metadata["session"] == nil ? "progress" : "session", of: file, path: state)
        return try checkpoint(
            file, setup, Place(stage: stage, progress: progress, counters: counters, steps: steps), prefix: "")
    }

    /// The position in the run that a state file holds.
    private struct Place {
        var stage: TrainingStage
        var progress: TrainingProgress
        var counters: SessionCounters
        var steps: Int

        var isPossible: Bool { (0..<1 << 48).contains(steps) && progress.isPossible && counters.isPossible }
    }

    private func checkpoint(
        _ file: SafeTensors, _ setup: TrainingSetup, _ place: Place, prefix: String
    ) throws -> TrainingCheckpoint {
        guard place.isPossible, setup.settings.stages.contains(place.stage) else {
            throw ModelFileError.damaged(state, "its progress is impossible")
        }
        return TrainingCheckpoint(
            setup: setup, stage: place.stage, progress: place.progress, counters: place.counters, steps: place.steps,
            base: place.stage == .autoencoder ? nil : try base(in: file, setup),
            arrays: .file(file, path: state, prefix: prefix))
    }

    /// Reads a later stage's state in the older layout, from before all stages had one.
    private func olderCheckpoint(_ file: SafeTensors, _ setup: TrainingSetup) throws -> TrainingCheckpoint {
        struct Refinement: Codable {
            var stage: TrainingStage
            var steps: Int
            var seconds: Double
            var scalars: SessionCounters
        }
        let saved = try ModelFile.metadata("refinement", of: file, as: Refinement.self, path: state)
        var progress = TrainingProgress()
        (progress.epoch, progress.batch, progress.seconds) = (1, saved.steps, saved.seconds)
        guard saved.stage != .autoencoder, progress.isPossible else {
            throw ModelFileError.damaged(state, "its progress is impossible")
        }
        return try checkpoint(
            file, setup,
            Place(stage: saved.stage, progress: progress, counters: saved.scalars, steps: saved.steps),
            prefix: "stage.")
    }

    /// Reads the model that a later stage starts from.
    private func base(in file: SafeTensors, _ setup: TrainingSetup) throws -> Model {
        let facts = try ModelFile.facts(of: file, path: state)
        let network = try VariationalAutoencoder(setup.configuration)
        let parameters = try ModelFile.arena(from: file, layout: network.layout, prefix: Self.modelPrefix)
        return Model(network: network, parameters: parameters, facts: facts)
    }

    private func readSetup() throws -> (file: SafeTensors, setup: TrainingSetup) {
        let file: SafeTensors
        do {
            file = try SafeTensors(contentsOf: state)
        } catch FileError.missing {
            throw TrainingError.nothingToResume(path: state)
        }
        try ModelFile.checkKind(Self.kind, named: "training state", of: file, path: state)
        let setup = try ModelFile.metadata("setup", of: file, as: TrainingSetup.self, path: state)
        do {
            try setup.configuration.validate()
            try setup.settings.validate(for: setup.configuration)
        } catch {
            throw ModelFileError.damaged(state, "what the run was started with is impossible: \(error)")
        }
        return (file, setup)
    }
}
