import GreyImages
import VAE

/// The frames on a path between images, and what is to be known of them.
///
/// The ends of a path are the images' posterior means, so the frames there are reconstructions.
package struct Interpolation: Sendable {
    package let path: PathKind
    /// `[frames, latents]`
    package let latents: Latents
    package let frames: [GreyImage]
    /// How the images change along the path, from point to point, of which there are several per frame.
    package let measures: PathMeasures
    private let tour: ImageTour

    /// - Parameters:
    ///   - images: Two images or more, of the model's size and depth; four for a grid.
    ///   - inference: The model.
    ///   - options: How the images are interpolated.
    ///   - progress: Told the share of the work that is done; an error that it throws ends the work.
    /// - Throws: `InterpolationError`, `InferenceError.notFinite`, and what `progress` throws.
    package init(
        between images: [GreyImage], inference: Inference, options: InterpolationOptions = InterpolationOptions(),
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        precondition(images.count >= 2 && (options.shape != .grid || images.count == 4), "images to go between")
        precondition(options.steps >= 2, "frames to go through")
        precondition(options.classes.isEmpty || options.classes.count == images.count, "a class for every image")
        precondition(!options.hasExactEnds || options.shape != .grid, "ends are a tour's")
        path = options.path ?? PathKind(defaultFor: inference.model)
        let finder = try PathFinder(path, model: inference.model, options: options, pool: inference.pool)
        let means = try inference.posteriors(of: ImageDataset(images: images), seed: options.seed).means
        tour = ImageTour(
            stops: means, classes: options.classes.isEmpty ? images.map { _ in nil } : options.classes,
            options: options, inference: inference)
        (latents, measures) = try tour.walk(finder, progress: progress)
        let frames = try inference.decode(latents)
        self.frames = options.hasExactEnds ? tour.withExactEnds(frames, images) : frames
    }

    /// How the images change along straight lines between the same images.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func linearMeasures() throws -> PathMeasures {
        let line = try PathFinder(
            .linear, model: tour.inference.model, options: InterpolationOptions(), pool: tour.inference.pool)
        return try tour.walk(line) { _ in }.measures
    }

    /// The log density of every frame's latent under the prior, in nats.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func logDensities() throws(InferenceError) -> [Double] {
        let model = tour.inference.model
        let densities = model.prior.logDensities(
            of: latents, classes: [Int?](repeating: nil, count: latents.count),
            options: DensityOptions(seed: tour.options.seed), pool: tour.inference.pool)
        try model.requireFinite(densities)
        return densities
    }
}
