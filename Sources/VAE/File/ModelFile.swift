import GreyImages
import Kernels
import Layers

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A model as a `.safetensors` file with its parameters by name. The metadata hold the format version and, as JSON, the
/// configuration and the facts of the training.
package enum ModelFile {
    /// The version of the format, increased when older programs can't read new files.
    package static let formatVersion = 1
    static let kind = "grisaille-model"

    /// - Throws: `FileError`, `ModelFileError`.
    package static func read(_ path: String) throws -> Model {
        let file = try SafeTensors(contentsOf: path)
        return try model(from: file, path: path)
    }

    /// - Parameter path: The path for error messages.
    package static func read(bytes: [UInt8], path: String) throws(ModelFileError) -> Model {
        try model(from: SafeTensors(bytes: bytes, path: path), path: path)
    }

    /// Writes the model atomically.
    ///
    /// - Throws: `FileError`.
    package static func write(_ model: Model, precision: FloatPrecision = .single, to path: String) throws {
        var metadata = try [
            "configuration": json(model.configuration), "training": json(model.facts),
            "format": kind, "format_version": String(formatVersion),
        ]
        var arrays = arrays(of: model.parameters, in: model.network.layout)
        if let prior = model.prior.parameters {
            metadata["prior"] = try json(model.prior.configuration)
            arrays += self.arrays(of: prior.arena, in: prior.layout)
        }
        try SafeTensors.write(arrays, precision: precision, metadata: metadata, to: path)
    }

    /// All arrays of an arena under their names, with a prefix.
    package static func arrays(
        of arena: Arena, in layout: ParameterLayout, prefix: String = ""
    ) -> [(name: String, shape: [Int], values: Buffer)] {
        layout.slots.map { (prefix + $0.name, $0.shape, arena[$0]) }
    }

    /// An arena with the arrays of a file whose names have a prefix.
    package static func arena(
        from file: SafeTensors, layout: ParameterLayout, prefix: String = ""
    ) throws(ModelFileError) -> Arena {
        // The arrays' shapes bound the arena by the size of the file before its memory is taken.
        for slot in layout.slots { try file.checkShape(of: prefix + slot.name, slot.shape) }
        let arena = Arena(layout)
        for slot in layout.slots { try file.read(prefix + slot.name, shape: slot.shape, into: arena[slot]) }
        return arena
    }

    /// Reads a JSON value from the metadata.
    package static func metadata<Value: Decodable>(
        _ key: String, of file: SafeTensors, as type: Value.Type = Value.self, path: String
    ) throws(ModelFileError) -> Value {
        guard let text = file.metadata[key] else { throw .damaged(path, "its metadata has no ‘\(key)’") }
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .damaged(path, "the ‘\(key)’ in its metadata can't be understood")
        }
    }

    /// A value as JSON text for the metadata, with sorted keys, so that equal values give the same bytes.
    package static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Checks that a file has a kind and a version that this program reads.
    package static func checkKind(_ kind: String, named name: String, of file: SafeTensors, path: String)
        throws(ModelFileError)
    {
        guard let found = file.metadata["format"] else { throw .notAModel(path) }
        guard found == kind else { throw .wrongKind(path, expected: name) }
        guard let version = file.metadata["format_version"].flatMap(Int.init), version >= 1 else {
            throw .damaged(path, "its format version is not a number")
        }
        guard version <= formatVersion else { throw .newerFormat(path, version: version) }
    }

    /// The facts of the training that a file holds.
    package static func facts(of file: SafeTensors, path: String) throws(ModelFileError) -> TrainingFacts {
        let facts = try metadata("training", of: file, as: TrainingFacts.self, path: path)
        if let fault = facts.fault { throw .damaged(path, "what it says of its training is impossible: \(fault)") }
        return facts
    }

    private static func model(from file: SafeTensors, path: String) throws(ModelFileError) -> Model {
        try checkKind(kind, named: "model", of: file, path: path)
        let configuration = try metadata("configuration", of: file, as: ModelConfiguration.self, path: path)
        let facts = try facts(of: file, path: path)
        let network: VariationalAutoencoder
        do {
            network = try VariationalAutoencoder(configuration)
        } catch {
            throw .damaged(path, "its configuration is impossible: \(error)")
        }
        let fitted = try fittedPrior(of: configuration, in: file, path: path)
        let expected = Set((network.layout.slots + (fitted?.layout.slots ?? [])).map(\.name))
        if let extra = file.names.subtracting(expected).sorted().first {
            throw .damaged(path, "the array ‘\(extra)’ belongs to no part of the model")
        }
        if let missing = expected.subtracting(file.names).sorted().first {
            throw .damaged(path, "the array ‘\(missing)’ is missing")
        }
        var prior: (any Prior)?
        if let fitted { prior = fitted.prior(try arena(from: file, layout: fitted.layout)) }
        return Model(
            network: network, parameters: try arena(from: file, layout: network.layout), prior: prior, facts: facts,
            file: path)
    }

    /// The layout of the parameters of the file's prior, and a function that makes the prior of them; nil where the prior has
    /// no parameters of its own.
    private static func fittedPrior(
        of configuration: ModelConfiguration, in file: SafeTensors, path: String
    ) throws(ModelFileError) -> (layout: ParameterLayout, prior: (Arena) -> any Prior)? {
        guard file.metadata["prior"] != nil else { return nil }
        do {
            switch try metadata("prior", of: file, as: PriorConfiguration.self, path: path) {
            case .standard, .ladder, .vamp: return nil
            case .flow(let flow):
                let network = try VelocityNetwork(
                    flow, latentMap: configuration.latentMap, latentCount: configuration.latentCount)
                return (network.layout, { FlowPrior(network: network, arena: $0) })
            case .mixture(let mixture):
                try mixture.validate()
                let dimension = configuration.latentCount
                return (
                    MixturePrior.layout(mixture, dimension: dimension),
                    { MixturePrior(mixture, dimension: dimension, arena: $0) }
                )
            }
        } catch let error as ModelFileError {
            throw error
        } catch {
            throw .damaged(path, "its prior is impossible: \(error)")
        }
    }
}
