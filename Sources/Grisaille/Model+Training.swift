import GreyImages
import Platform
import Training
import VAE

extension Model {
    /// Trains a model of images, as `grisaille train` does. That also adapts the autoencoder that comes with the program,
    /// `Models/autoencoder.safetensors`, which leaves most of the time to the prior.
    ///
    /// A tenth of the images is held out to choose the best weights. The same seed gives the same model with any number of
    /// threads, if the preset's length is replaced by a number of epochs.
    ///
    /// - Parameters:
    ///   - images: The images to train on.
    ///   - preset: The network and the training time that fit together.
    ///   - choices: What is chosen instead of the preset's defaults.
    ///   - autoencoder: A trained autoencoder to start from, also of images of another size and depth, if it has the
    ///     networks that the plan asks for; nil to start from random weights.
    ///   - threads: The number of threads; nil for one for each processor.
    ///   - observer: Told of every step and stage; an error that it throws ends the training.
    /// - Returns: The model, with what it knows of its training.
    /// - Throws: `TrainingError`, `InferenceError`, and what `observer` throws.
    public static func train(
        on images: ImageDataset, preset: Preset = .standard, choices: [TrainingChoice] = [],
        adapting autoencoder: Model? = nil, threads: Int? = nil,
        observer: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Model {
        let pool = WorkerPool(threads: threads)
        let plan = try TrainingPlan(for: images, choices: [.preset(preset)] + choices)
        let adapting = try autoencoder.flatMap {
            try TrainingRun(adapting: $0, to: images, plan: plan, choices: choices, pool: pool)
        }
        var run =
            try adapting
            ?? TrainingRun(images: images, configuration: plan.configuration, settings: plan.settings, pool: pool)
        return try run.runMeasuringNovelty(observer: observer).model
    }

    /// Trains the model further on other images of its size and bit depth.
    ///
    /// - Parameters:
    ///   - images: The images to train on.
    ///   - preset: The training time.
    ///   - choices: What is chosen instead of the preset's defaults; the structure stays.
    ///   - threads: The number of threads; nil for one for each processor.
    ///   - observer: Told of every step and stage; an error that it throws ends the training.
    /// - Returns: A new model. Its autoencoder's stage never ends with weights that are worse on the held-out images; the
    ///   decoder's stage, where there is one, trades likelihood for sharpness.
    /// - Throws: `TrainingError`, `InferenceError`, and what `observer` throws.
    public func trainedFurther(
        on images: ImageDataset, preset: Preset = .standard, choices: [TrainingChoice] = [], threads: Int? = nil,
        observer: (TrainingEvent) throws -> Void = { _ in }
    ) throws -> Model {
        let pool = WorkerPool(threads: threads)
        let plan = try TrainingPlan(from: self, for: images, choices: [.preset(preset)] + choices)
        var run = try TrainingRun(from: self, images: images, settings: plan.settings, pool: pool)
        return try run.runMeasuringNovelty(observer: observer).model
    }
}
