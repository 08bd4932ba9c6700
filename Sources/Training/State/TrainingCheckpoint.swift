import Kernels
import Layers
import VAE

/// A state of a run between two steps, from which the run continues as if it had never stopped.
public struct TrainingCheckpoint: Sendable {
    /// The setup of the run.
    package let setup: TrainingSetup
    /// The current stage.
    public let stage: TrainingStage
    let progress: TrainingProgress
    let counters: SessionCounters
    /// The number of steps of the stage so far.
    public let steps: Int
    /// The model that the stage starts from; nil for the autoencoder's stage.
    let base: Model?
    let arrays: Arrays

    typealias NamedArena = (name: String, layout: ParameterLayout, arena: Arena)

    /// The storage of the arrays.
    enum Arrays: Sendable {
        /// In the session itself, whose next step changes them.
        case live([NamedArena])
        /// In a file, under names that begin with a prefix.
        case file(SafeTensors, path: String, prefix: String)
    }

    /// The path of the file that the checkpoint was read from; nil if there is none.
    public var path: String? {
        if case .file(_, let path, _) = arrays { return path }
        return nil
    }

    /// Returns a copy that stays valid after the run's next steps.
    ///
    /// - Complexity: A copy of all arrays, five times the parameters.
    public func copy() -> TrainingCheckpoint {
        guard case .live(let arenas) = arrays else { return self }
        return TrainingCheckpoint(
            setup: setup, stage: stage, progress: progress, counters: counters, steps: steps, base: base,
            arrays: .live(arenas.map { ($0.name, $0.layout, $0.arena.copy()) }))
    }

    /// Whether the arrays are among those saved.
    func holds(_ part: NamedArena) -> Bool {
        switch arrays {
        case .live(let saved): saved.contains { $0.name == part.name }
        case .file(let file, _, let prefix):
            part.layout.slots.allSatisfy { file.names.contains(prefix + part.name + $0.name) }
        }
    }

    /// Copies the arrays into a stage's arenas.
    ///
    /// - Throws: `ModelFileError` if the file holds other arrays.
    func restore(into arenas: [NamedArena]) throws {
        switch arrays {
        case .live(let saved):
            precondition(saved.map(\.name) == arenas.map(\.name), "arenas of the same stage")
            for (from, to) in zip(saved, arenas) { to.arena.buffer.copy(from: from.arena.buffer) }
        case .file(let file, _, let prefix):
            for part in arenas {
                let saved = try ModelFile.arena(from: file, layout: part.layout, prefix: prefix + part.name)
                part.arena.buffer.copy(from: saved.buffer)
            }
        }
    }
}
