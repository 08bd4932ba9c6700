import GreyImages

/// Batches of a data set's images, of which each has noise of its own.
struct ImageBatches {
    let images: ImageDataset
    /// The maximum number of images of a batch.
    let size: Int
    /// The seed of the noise.
    let seed: UInt64
}

extension ImageBatches {
    /// - Parameter count: The number of the images that are trained on; nil for all.
    init(_ images: ImageDataset, count: Int? = nil, settings: TrainingSettings) {
        self.init(images: images, size: min(settings.batch, count ?? images.count), seed: settings.seed)
    }
}
