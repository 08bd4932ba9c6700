import Grisaille

/// Files of latents: `.npy` arrays `[count, dimension]` of 32-bit floats.
enum LatentFile {
    /// - Parameter synced: Whether to wait for the disk; latents that can be drawn again needn't.
    static func write(_ latents: Latents, to path: String, synced: Bool = true) throws {
        try NumpyArray(shape: [latents.count, latents.dimension], elements: .float32(latents.values))
            .write(to: path, synced: synced)
    }

    /// - Throws: `NumpyError`, `FileError`, or `CommandError.latents` if the array doesn't suit the model.
    static func read(_ path: String, for model: Model) throws -> Latents {
        let array = try NumpyArray(contentsOf: path)
        let dimension = model.configuration.latentCount
        let values: [Float]
        switch array.elements {
        case .float32(let floats): values = floats
        case .float64(let doubles): values = doubles.map(Float.init)
        default:
            throw CommandError.latents(path: path, reason: "latents are float32 or float64 values")
        }
        // A vector is one latent.
        let shape = array.shape.count == 1 ? [1, array.shape[0]] : array.shape
        guard shape.count == 2, shape[1] == dimension, shape[0] > 0 else {
            throw CommandError.latents(
                path: path, reason: "has the shape \(array.shape), but the model's latents are [N, \(dimension)]")
        }
        guard values.allSatisfy(\.isFinite) else {
            throw CommandError.latents(path: path, reason: "holds a value that is infinite or not a number")
        }
        guard values.allSatisfy({ $0.magnitude <= Inference.largestLatent }) else {
            throw CommandError.latents(
                path: path, reason: "holds a value beyond ±\(Inference.largestLatent), far from the latent of any image"
            )
        }
        return Latents(dimension: dimension, values: values)
    }
}
