/// Statistics of the pixels of a data set.
package struct ImageStatistics: Sendable {
    package let imageCount: Int
    /// The number of different images.
    package let distinctImageCount: Int
    package let levels: LevelHistogram
    /// The standard deviation of a pixel over the images, as the root of the mean variance of all pixels, in levels.
    package let deviationBetweenImages: Double
    /// The correlation of horizontally adjacent pixels after subtracting the mean image: near 1 for pictures, near 0 for
    /// noise. It is nil if all images are equal or one pixel wide.
    package let neighbourCorrelation: Double?

    /// The maximum number of images for the last two statistics, spread evenly over all. The others count all images.
    private static let maximumImages = 500

    /// Computes the statistics of a data set.
    ///
    /// - Complexity: O(pixels of all images).
    package init(of images: ImageDataset) {
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
