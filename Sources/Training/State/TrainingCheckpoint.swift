import Kernels
import Layers
import VAE

/// A run between two steps: all that it takes to go on as if it had never stopped.
public struct TrainingCheckpoint: Sendable {
    /// What the run was started with.
    package let setup: TrainingSetup
    /// The stage that is under way.
    public let stage: TrainingStage
    let progress: TrainingProgress
    let counters: SessionCounters
    /// Steps of the stage so far.
    public let steps: Int
    /// The model that the stage goes on from; nil of the autoencoder's stage.
    let base: Model?
    let arrays: Arrays

    typealias NamedArena = (name: String, layout: ParameterLayout, arena: Arena)

    /// Where the arrays are.
    enum Arrays: Sendable {
        /// In the session itself, which changes them with its next step.
        case live([NamedArena])
        /// In a file, under names that begin with a prefix.
        case file(SafeTensors, path: String, prefix: String)
    }

    /// The file that it was read from, for messages; nil where it comes from no file.
    public var path: String? {
        if case .file(_, let path, _) = arrays { return path }
        return nil
    }

    /// A checkpoint that outlives its run's next steps.
    ///
    /// - Complexity: a copy of all arrays, five times the parameters.
    public func copy() -> TrainingCheckpoint {
        guard case .live(let arenas) = arrays else { return self }
        return TrainingCheckpoint(
            setup: setup, stage: stage, progress: progress, counters: counters, steps: steps, base: base,
            arrays: .live(arenas.map { ($0.name, $0.layout, $0.arena.copy()) }))
    }

    /// Fills a stage's arenas.
    ///
    /// - Throws: `ModelFileError` where a file holds others.
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
