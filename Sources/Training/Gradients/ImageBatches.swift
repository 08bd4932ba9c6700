import GreyImages
import VAE

/// Batches of a data set's images or of crops of them, with the seed of their noise.
struct ImageBatches {
    let images: ImageDataset
    /// The maximum number of images per batch.
    let size: Int
    /// The seed of the noise.
    let seed: UInt64
    /// The crops that stand for the images; nil for whole images.
    var crops: CropPlan?
}

extension ImageBatches {
    /// - Parameters:
    ///   - count: The number of training images; nil for all.
    ///   - configuration: The configuration of the model that is trained.
    init(
        _ images: ImageDataset, count: Int? = nil, for configuration: ModelConfiguration, settings: TrainingSettings
    ) {
        self.init(
            images: images, size: min(settings.batch, count ?? images.count), seed: settings.seed,
            crops: CropPlan(configuration, side: settings.crop))
    }
}
