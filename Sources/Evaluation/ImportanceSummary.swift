import Platform
import VAE

/// Means over images of an importance-weighted estimate, in nats per image.
public struct ImportanceSummary: Sendable, Hashable {
    public let images: Int
    public let samples: Int
    public let negativeLogLikelihood: Double
    /// The standard error of the mean over the images.
    public let standardError: Double
    /// The effective number of samples per image: the mean over the images, and the minimum. If it is a small part of all
    /// samples, the negative log-likelihood is still too high.
    public let effectiveSamples: Double
    public let leastEffectiveSamples: Double
    private let pixelCount: Int

    package init(_ sums: [ImportanceSum], pixelCount: Int) {
        let count = Double(sums.count)
        let mean = sums.reduce(0) { $0 - $1.logMean } / count
        let squares = sums.reduce(0) { $0 + ($1.logMean + mean) * ($1.logMean + mean) }
        images = sums.count
        samples = sums.first?.count ?? 0
        negativeLogLikelihood = mean
        standardError = sums.count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
        effectiveSamples = sums.reduce(0) { $0 + $1.effectiveCount } / count
        leastEffectiveSamples = sums.map(\.effectiveCount).min() ?? 0
        self.pixelCount = pixelCount
    }

    public var bitsPerPixel: Double { bits(negativeLogLikelihood) }
    public var bitsPerPixelStandardError: Double { bits(standardError) }

    /// The figures that must be finite.
    var figures: [Double] { [negativeLogLikelihood, standardError, effectiveSamples, leastEffectiveSamples] }

    private func bits(_ nats: Double) -> Double { nats / (log(2) * Double(pixelCount)) }
}
