import GreyImages
import Kernels
import Layers
import VAE

/// The file beside the model from which an interrupted run goes on: `FILE.training`.
public struct TrainingStateFile: Sendable {
    public let path: String
    /// Whose weights the file holds, and so whose permissions it has.
    let model: String

    /// The file that belongs to a model's.
    public init(besideModel model: String) {
        path = model + ".training"
        self.model = model
    }

    static let kind = "grisaille-training"
    private enum Prefix {
        static let parameters = "parameters."
        static let firstMoment = "first_moment."
        static let secondMoment = "second_moment."
        static let averaged = "averaged."
        static let best = "best."
    }

    /// What a run was started with.
    public struct Setup: Sendable, Hashable, Codable {
        public var configuration: ModelConfiguration
        public var settings: TrainingSettings
        /// A hash over all images, so that a run goes on with those that it began with.
        public var imagesHash: UInt64

        public init(configuration: ModelConfiguration, settings: TrainingSettings, imagesHash: UInt64) {
            self.configuration = configuration
            self.settings = settings
            self.imagesHash = imagesHash
        }
    }

    /// What the interrupted run was started with.
    ///
    /// - Throws: `TrainingError.nothingToResume`, `ModelFileError`, `FileError`.
    public func setup() throws -> Setup { try read().setup }

    func write(_ state: TrainingState, setup: Setup, layout: ParameterLayout) throws {
        let parts = [
            (state.parameters, Prefix.parameters), (state.optimizer.firstMoment, Prefix.firstMoment),
            (state.optimizer.secondMoment, Prefix.secondMoment), (state.optimizer.averaged, Prefix.averaged),
            (state.best, Prefix.best),
        ]
        let metadata = try [
            "format": Self.kind, "format_version": String(ModelFile.formatVersion),
            "setup": ModelFile.json(setup), "progress": ModelFile.json(state.progress),
            "optimizer_steps": ModelFile.json(state.optimizer.stepCount),
        ]
        try SafeTensors.write(
            parts.flatMap { ModelFile.arrays(of: $0.0, in: layout, prefix: $0.1) }, metadata: metadata, to: path,
            permissionsOf: model)
    }

    /// The run that a file holds.
    ///
    /// - Throws: `ModelFileError`.
    func state(in file: SafeTensors, layout: ParameterLayout) throws -> TrainingState {
        let steps: Int = try ModelFile.metadata("optimizer_steps", of: file, path: path)
        let progress: TrainingProgress = try ModelFile.metadata("progress", of: file, path: path)
        guard (0..<1 << 48).contains(steps), progress.isPossible else {
            throw ModelFileError.damaged(path, "its progress is impossible")
        }
        func arena(_ prefix: String) throws -> Arena {
            try ModelFile.arena(from: file, layout: layout, prefix: prefix)
        }
        return try TrainingState(
            progress: progress, parameters: arena(Prefix.parameters),
            optimizer: AdamOptimizer(
                firstMoment: arena(Prefix.firstMoment), secondMoment: arena(Prefix.secondMoment),
                averaged: arena(Prefix.averaged), stepCount: steps),
            best: arena(Prefix.best))
    }

    /// - Throws: `TrainingError.nothingToResume`, `ModelFileError`, `FileError`.
    func read() throws -> (file: SafeTensors, setup: Setup) {
        let file: SafeTensors
        do {
            file = try SafeTensors(contentsOf: path)
        } catch FileError.missing {
            throw TrainingError.nothingToResume(path: path)
        }
        try ModelFile.checkKind(Self.kind, named: "training state", of: file, path: path)
        let setup = try ModelFile.metadata("setup", of: file, as: Setup.self, path: path)
        do {
            try setup.configuration.validate()
            try setup.settings.validate(for: setup.configuration)
        } catch {
            throw ModelFileError.damaged(path, "what the run was started with is impossible: \(error)")
        }
        return (file, setup)
    }
}
