import Kernels
import Layers
import VAE

/// The state of a stage that follows the autoencoder's: it has the model that is refined in it.
extension TrainingStateFile {
    private static let modelPrefix = "model."
    private static let stagePrefix = "stage."

    func write(
        _ state: RefinementState, of refinement: any Refinement, base: Model, setup: Setup
    ) throws {
        let metadata = try [
            "format": Self.kind, "format_version": String(ModelFile.formatVersion),
            "setup": ModelFile.json(setup), "refinement": ModelFile.json(state),
            "training": ModelFile.json(base.facts),
        ]
        let arrays =
            ModelFile.arrays(of: base.parameters, in: base.network.layout, prefix: Self.modelPrefix)
            + refinement.arenas.flatMap {
                ModelFile.arrays(of: $0.arena, in: $0.layout, prefix: Self.stagePrefix + $0.name)
            }
        try SafeTensors.write(arrays, metadata: metadata, to: path, permissionsOf: model)
    }

    /// What of a refinement a file holds; nil where it holds an autoencoder's training.
    ///
    /// - Throws: `ModelFileError`.
    func refinement(in file: SafeTensors, setup: Setup) throws -> (state: RefinementState, base: Model)? {
        guard file.metadata["refinement"] != nil else { return nil }
        let state = try ModelFile.metadata("refinement", of: file, as: RefinementState.self, path: path)
        guard state.isPossible else { throw ModelFileError.damaged(path, "its progress is impossible") }
        let facts = try ModelFile.facts(of: file, path: path)
        let network = try VariationalAutoencoder(setup.configuration)
        let parameters = try ModelFile.arena(from: file, layout: network.layout, prefix: Self.modelPrefix)
        return (state, Model(network: network, parameters: parameters, facts: facts))
    }

    /// Reads a refinement's arenas back.
    ///
    /// - Throws: `ModelFileError`.
    func restore(_ refinement: any Refinement, from file: SafeTensors) throws {
        for part in refinement.arenas {
            let saved = try ModelFile.arena(
                from: file, layout: part.layout, prefix: Self.stagePrefix + part.name)
            part.arena.buffer.copy(from: saved.buffer)
        }
    }
}
