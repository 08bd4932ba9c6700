import GreyImages
import Layers
import VAE

/// The files of a training run: the model, its history, and the state from which an interrupted run continues.
///
/// Beside the model `FILE`, a run has `FILE.training`, which exists until the run is complete, and `FILE.history.csv`,
/// which has a row per epoch. Each file is replaced as a whole: after a failure, either the old or the new one is
/// there.
public struct TrainingFiles: Sendable {
    /// The path of the model file.
    public let model: String

    public init(model: String) { self.model = model }

    /// The path of the file that holds the state of an interrupted run.
    public var state: String { model + ".training" }
    /// The path of the file with a row per epoch.
    public var history: String { model + ".history.csv" }

    /// The path of the picture of the run, which the program draws.
    package var picture: String { model + ".progress.svg" }

    static let kind = "grisaille-training"
    /// The prefix of the array names of the model that a later stage starts from.
    static let modelPrefix = "model."

    /// Writes the files for an event.
    ///
    /// - Throws: `FileError`, `ModelFileError`.
    public func record(_ event: TrainingEvent) throws {
        switch event {
        case .stage: AtomicFile.removeAbandoned(in: folder)
        case .checkpoint(let checkpoint): try write(checkpoint)
        case .model(let made): try ModelFile.write(made, to: model)
        case .history(let records): try write(records)
        case .ended:
            try FileRemoval.remove(state)
            AtomicFile.removeAbandoned(in: folder)
        case .work, .step, .recovery, .epoch, .curves, .earlyEnd, .preview: break
        }
    }

    private var folder: String { FilePath.folder(of: model) }

    private func write(_ records: TrainingHistory) throws {
        guard !records.records.isEmpty else { return }
        try AtomicFile.write(Array(records.csv.utf8), to: history, synced: false)
    }

    private func write(_ checkpoint: TrainingCheckpoint) throws {
        guard case .live(let arenas) = checkpoint.arrays else { return }
        try write(checkpoint.progress.history)
        var metadata = try [
            "format": Self.kind, "format_version": String(ModelFile.formatVersion),
            "setup": ModelFile.json(checkpoint.setup), "stage": ModelFile.json(checkpoint.stage),
            "progress": ModelFile.json(checkpoint.progress), "session": ModelFile.json(checkpoint.counters),
            "optimizer_steps": ModelFile.json(checkpoint.steps),
        ]
        var arrays = arenas.flatMap { ModelFile.arrays(of: $0.arena, in: $0.layout, prefix: $0.name) }
        if let base = checkpoint.base {
            metadata["training"] = try ModelFile.json(base.facts)
            arrays += ModelFile.arrays(of: base.parameters, in: base.network.layout, prefix: Self.modelPrefix)
        }
        try SafeTensors.write(arrays, metadata: metadata, to: state, permissionsOf: model)
    }
}
