import Evaluation
import GreyImages
import LatentSpace
import Platform
import VAE

extension Model {
    /// Draws new images from the model's prior.
    ///
    /// - Parameters:
    ///   - count: The number of images.
    ///   - seed: The seed of all draws: the same seed gives the same images.
    ///   - diversity: How varied the images are, 0...1: plain draws at 0; at 1 the most varied of many candidates.
    ///   - threads: The number of threads; nil for one for each processor.
    /// - Throws: `SamplingError`, `InferenceError.notFinite`, `MemoryError`.
    /// - Complexity: With diversity, as much as twenty times as many images, and 500 at least.
    public func samples(
        _ count: Int, seed: UInt64 = 0, diversity: Double = 0, threads: Int? = nil
    ) throws -> [GreyImage] {
        let sampler = ImageSampler(Inference(self, pool: WorkerPool(threads: threads)))
        let request = try SampleRequest(count, from: prior, seed: seed, diversity: SampleDiversity(diversity))
        return try sampler.images(of: sampler.samples(request))
    }

    /// Makes the frames on a path from one image to another. The first and the last are the images' reconstructions.
    ///
    /// - Parameters:
    ///   - first: An image of the model's size and bit depth.
    ///   - last: Another.
    ///   - steps: The number of frames, both ends among them; 2 or more.
    ///   - path: The kind of path; nil for the one that suits the model's prior.
    ///   - threads: The number of threads; nil for one for each processor.
    /// - Throws: `InterpolationError`, `InferenceError.notFinite`.
    public func interpolate(
        from first: GreyImage, to last: GreyImage, steps: Int, path: PathKind? = nil, threads: Int? = nil
    ) throws -> [GreyImage] {
        var options = InterpolationOptions()
        options.steps = steps
        options.path = path
        return try Interpolation(
            between: [first, last], inference: Inference(self, pool: WorkerPool(threads: threads)), options: options
        ).frames
    }

    /// Measures how well the model explains images that it was not trained on.
    ///
    /// - Parameters:
    ///   - images: Images of the model's size and bit depth.
    ///   - options: What is measured beyond the evidence lower bound.
    ///   - threads: The number of threads; nil for one for each processor.
    /// - Throws: `InferenceError.notFinite`.
    public func evaluate(
        _ images: ImageDataset, options: EvaluationOptions = EvaluationOptions(), threads: Int? = nil
    ) throws -> ImageEvaluation {
        try ImageEvaluation(
            of: images, by: self, options: options, pool: WorkerPool(threads: threads))
    }

    /// Encodes images.
    ///
    /// - Returns: The posteriors of all images, in their order.
    /// - Throws: `InferenceError.notFinite`.
    public func encode(_ images: ImageDataset, threads: Int? = nil) throws -> Posteriors {
        try Inference(self, pool: WorkerPool(threads: threads)).posteriors(of: images)
    }

    /// Decodes latents `[count, latents]`.
    ///
    /// - Returns: The expected image of every row, in order.
    /// - Throws: `InferenceError.notFinite`.
    public func decode(_ latents: Latents, threads: Int? = nil) throws -> [GreyImage] {
        try Inference(self, pool: WorkerPool(threads: threads)).decode(latents)
    }
}
