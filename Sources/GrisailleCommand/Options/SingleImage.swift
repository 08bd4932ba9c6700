import Grisaille

/// Reads one image.
enum SingleImage {
    /// The posterior mean of the image at a path.
    ///
    /// - Throws: `CommandError.notOneImage` if the path holds more than one.
    static func latent(
        of path: String, _ options: ImageOptions, inference: Inference, global: GlobalOptions
    ) throws -> ArraySlice<Float> {
        let image = try options.read(path, for: inference.model, global: global)
        guard image.count == 1 else { throw CommandError.notOneImage(path: path, count: image.count) }
        return try inference.posteriors(of: image, seed: global.seed).means[0]
    }
}
