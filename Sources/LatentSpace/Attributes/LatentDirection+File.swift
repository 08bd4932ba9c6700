import GreyImages
import Kernels
import VAE

/// The file of a direction: a `.safetensors` file with the arrays `step` and `weights`, and the rest in the metadata.
extension LatentDirection {
    private static let kind = "grisaille-direction"

    private struct Facts: Codable {
        var attribute: String
        var latents: Int
        var intercept: Double
        var values: [String]?
        var heldOutScore: Double?
        var fittedImages: Int
        var heldOutImages: Int
    }

    /// Writes the direction, atomically.
    ///
    /// - Parameter attribute: The name of the attribute.
    /// - Throws: `FileError`.
    package func write(attribute: String, to path: String) throws {
        let facts = Facts(
            attribute: attribute, latents: step.count, intercept: intercept, values: values,
            heldOutScore: fit.heldOutScore, fittedImages: fit.images, heldOutImages: fit.heldOutImages)
        try SafeTensors.write(
            [("step", [step.count], Buffer(step)), ("weights", [weights.count], Buffer(weights))],
            metadata: [
                "format": Self.kind, "format_version": String(ModelFile.formatVersion),
                "direction": ModelFile.json(facts),
            ], to: path)
    }

    /// Reads a direction and the name of its attribute.
    ///
    /// - Throws: `ModelFileError`, `FileError`.
    package static func read(_ path: String) throws -> (direction: LatentDirection, attribute: String) {
        let file = try SafeTensors(contentsOf: path)
        try ModelFile.checkKind(kind, named: "direction", of: file, path: path)
        let facts = try ModelFile.metadata("direction", of: file, as: Facts.self, path: path)
        guard (1..<1 << 31).contains(facts.latents), facts.intercept.isFinite, facts.values?.count ?? 2 == 2,
            facts.heldOutScore?.isFinite ?? true, min(facts.fittedImages, facts.heldOutImages) >= 0
        else {
            throw ModelFileError.damaged(path, "what it says of its attribute is impossible")
        }
        func array(_ name: String) throws(ModelFileError) -> [Float] {
            try file.checkShape(of: name, [facts.latents])
            let values = Buffer(count: facts.latents)
            try file.read(name, shape: [facts.latents], into: values)
            return values.values
        }
        return try (
            LatentDirection(
                step: array("step"), weights: array("weights"), intercept: facts.intercept, values: facts.values,
                fit: Fit(
                    images: facts.fittedImages, heldOutImages: facts.heldOutImages, heldOutScore: facts.heldOutScore)),
            facts.attribute
        )
    }
}
