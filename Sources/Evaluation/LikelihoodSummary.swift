import Platform
import VAE

/// Means over images of the negative ELBO and its terms, in nats per image.
public struct LikelihoodSummary: Sendable, Hashable {
    public let images: Int
    public let negativeELBO: Double
    /// The standard error of the mean over the images.
    public let standardError: Double
    public let distortion: Double
    public let rate: Double
    private let pixelCount: Int

    package init(_ terms: [ImageTerms], pixelCount: Int) {
        let count = Double(terms.count)
        let mean = terms.reduce(0) { $0 + $1.negativeELBO } / count
        let squares = terms.reduce(0) { $0 + ($1.negativeELBO - mean) * ($1.negativeELBO - mean) }
        images = terms.count
        negativeELBO = mean
        standardError = terms.count > 1 ? (squares / (count - 1) / count).squareRoot() : 0
        distortion = terms.reduce(0) { $0 + $1.distortion } / count
        rate = terms.reduce(0) { $0 + $1.rate } / count
        self.pixelCount = pixelCount
    }

    /// The negative ELBO as the length of a lossless code for the image.
    public var bitsPerPixel: Double { bits(negativeELBO) }
    public var bitsPerPixelStandardError: Double { bits(standardError) }

    /// The figures that must be finite.
    var figures: [Double] { [negativeELBO, standardError, distortion, rate] }

    private func bits(_ nats: Double) -> Double { nats / (log(2) * Double(pixelCount)) }
}
