import GreyImages
import VAE

/// The defaults that follow from the size and the number of the images.
extension TrainingPlan {
    /// The side of the crops of larger images.
    private static let cropSide = 128
    /// The number of pixels of a step's images or crops, where they are larger than 64×64, and their minimum number.
    private static let batchPixels = 32 * 64 * 64
    private static let minimumBatch = 8

    /// Folds the positions of a large latent map for the flow, unless a patch is chosen.
    mutating func setDefaultPatch(_ choices: [TrainingChoice]) {
        guard !choices.sets(.model(.flowPatch)) else { return }
        settings.flow?.network.patch = configuration.latentMap.flatMap(FlowConfiguration.defaultPatch)
    }

    /// Trains a residual network on crops of large images, and takes fewer of them per step than of small images, unless
    /// they are chosen.
    mutating func setDefaultCrops(_ choices: [TrainingChoice]) {
        guard configuration.architecture.kind == .residual else { return }
        let size = configuration.imageSize
        if !choices.sets(.crop) {
            let usesCrops =
                max(size.width, size.height) > Self.cropSide && configuration.reduction != nil
                && !choices.sets(.importanceSamples)
            settings.crop = usesCrops ? Self.cropSide : nil
        }
        let pixels = (CropPlan(configuration, side: settings.crop)?.size ?? size).pixelCount
        let batch = max(Self.minimumBatch, min(settings.batch, Self.batchPixels / max(1, pixels)))
        if !choices.sets(.batch) { settings.batch = batch }
        settings.sharpening?.batch = batch
    }

    /// The number of images per minute below which a run sees each of them so often that it would learn them by heart.
    private static let fewImagesPerMinute = 30.0

    /// Trains on varied copies too where images are few for the length of the run, unless that is chosen.
    mutating func setDefaultAugmentation(imageCount: Int, _ choices: [TrainingChoice]) {
        guard settings.flow != nil, !choices.sets(.augmentation), case .minutes(let minutes) = settings.length,
            Double(imageCount) < Self.fewImagesPerMinute * minutes
        else { return }
        setAugmentation([.shift, .exposure])
    }

    /// Makes copies with kinds of change for all stages. The prior is told of the changes.
    mutating func setAugmentation(_ kinds: [AugmentationKind]) {
        let kinds = AugmentationKind.allCases.filter(kinds.contains)
        settings.augmentation = kinds.isEmpty ? nil : kinds
        settings.flow?.network.augmentation = settings.augmentation
    }
}
