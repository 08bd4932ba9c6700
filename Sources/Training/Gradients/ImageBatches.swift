import GreyImages

/// Batches of a data set's images, with the seed of their noise.
struct ImageBatches {
    let images: ImageDataset
    /// The maximum number of images per batch.
    let size: Int
    /// The seed of the noise.
    let seed: UInt64
}

extension ImageBatches {
    /// - Parameter count: The number of training images; nil for all.
    init(_ images: ImageDataset, count: Int? = nil, settings: TrainingSettings) {
        self.init(images: images, size: min(settings.batch, count ?? images.count), seed: settings.seed)
    }
}
