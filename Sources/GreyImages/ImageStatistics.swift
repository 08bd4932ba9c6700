/// What a data set's pixels look like, as numbers.
public struct ImageStatistics: Sendable {
    public let imageCount: Int
    /// Images no two of which are equal.
    public let distinctImageCount: Int
    public let levels: LevelHistogram
    /// How much a pixel differs from image to image: the root of its mean variance over the images, in levels.
    public let deviationBetweenImages: Double
    /// The correlation of pixels beside each other in a row, over images less their mean image: near 1 of pictures, near
    /// 0 of noise. Nil where nothing differs, or images are one pixel wide.
    public let neighbourCorrelation: Double?

    /// Images that are looked at pixel by pixel, evenly from all of them; levels and copies are counted over all.
    private static let maximumImages = 500

    /// - Complexity: O(pixels of all images).
    public init(of images: ImageDataset) {
        imageCount = images.count
        distinctImageCount = Set((0..<images.count).map { images.pixelHash(of: $0) }).count
        levels = images.levelHistogram()
        let step = max(1, images.count / Self.maximumImages)
        let chosen = stride(from: 0, to: images.count, by: step).map { images.image(at: $0).samples }
        var means = [Double](repeating: 0, count: images.size.pixelCount)
        for samples in chosen {
            for index in means.indices { means[index] += Double(samples[index]) / Double(chosen.count) }
        }
        var (squares, products, pairs) = (0.0, 0.0, 0)
        let width = images.size.width
        for samples in chosen {
            var last = 0.0
            for index in means.indices {
                let difference = Double(samples[index]) - means[index]
                squares += difference * difference
                if index % width > 0 {
                    products += last * difference
                    pairs += 1
                }
                last = difference
            }
        }
        let variance = squares / Double(chosen.count * means.count)
        deviationBetweenImages = variance.squareRoot()
        neighbourCorrelation = variance > 0 && pairs > 0 ? products / Double(pairs) / variance : nil
    }
}
