import GreyImages
import Kernels
import VAE

/// Images to train on, with varied copies of those that aren't held out.
struct AugmentedImages {
    /// The images, then the copies.
    let images: ImageDataset
    /// The images and copies that an epoch is trained on.
    let epochs: EpochImages
    /// The indices of the images and copies to train on, and of the images held out.
    let split: DataSplit
    /// The change of every image.
    let variations: [ImageVariation]
    /// The number of copies of each image to train on.
    let copiesPerImage: Int
    /// The index of the image that each image or copy shows.
    let sources: [Int]

    /// The number of copies of all images together that is aimed at, and the number of their pixels that it stays within.
    private static let wanted = 3000
    private static let wantedPixels = 128 << 20
    /// The maximum number of copies of an image.
    private static let maximumCopies = 24

    /// - Parameters:
    ///   - images: All images.
    ///   - split: Those to train on and those held out.
    ///   - kinds: The kinds of change; empty to make no copies.
    ///   - levels: The levels of black and white.
    ///   - seed: The seed of the changes.
    init(_ images: ImageDataset, split: DataSplit, kinds: [AugmentationKind], levels: LevelRange, seed: UInt64) {
        let varying = kinds.isEmpty ? [] : split.training
        let wanted = min(Self.wanted, Self.wantedPixels / images.size.pixelCount)
        let copies = max(1, min(Self.maximumCopies, wanted / max(1, varying.count)))
        copiesPerImage = varying.isEmpty ? 0 : copies
        let draws = Buffer(count: ImageVariation.drawCount)
        var variations = [ImageVariation](repeating: .none, count: images.count)
        var sources = Array(0..<images.count)
        var varied: [GreyImage] = []
        var labels: [Int] = []
        varied.reserveCapacity(varying.count * copies)
        for index in varying {
            let image = images.image(at: index)
            for copy in 0..<copies {
                RandomStream(seed: seed, purpose: .augmentation, step: copy, item: index).fillUniform(draws)
                let variation = ImageVariation(kinds, draws: draws.values)
                variations.append(variation)
                sources.append(index)
                varied.append(image.varied(by: variation, levels: levels.minimum...levels.maximum))
                if !images.labels.isEmpty { labels.append(images.labels[index]) }
            }
        }
        self.variations = variations
        self.sources = sources
        self.images = varied.isEmpty ? images : images.appending(varied, labels: labels)
        epochs = EpochImages(originals: split.training, firstCopy: images.count, copiesPerImage: copiesPerImage)
        let added = Array(images.count..<images.count + varied.count)
        self.split = DataSplit(training: split.training + added, validation: split.validation)
    }
}
