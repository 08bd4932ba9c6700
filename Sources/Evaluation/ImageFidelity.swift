import GreyImages
import Platform
import VAE

/// How near one image is to another of the same size and depth.
package struct ImageFidelity: Sendable, Hashable {
    /// The root of the mean squared difference, in grey levels.
    package let rootMeanSquaredError: Double
    /// The peak signal-to-noise ratio in decibels; infinite for identical images.
    package let peakSignalToNoise: Double
    /// The structural similarity, 1 for identical images.
    package let structuralSimilarity: Double

    /// - Parameter levels: The range of such images' levels, whose span is the peak of the ratio and the scale of the
    ///   similarity; nil for the whole depth. 12-bit images stored in 16 bits would all seem alike by a peak of 65,535.
    /// - Precondition: Both images have the same size and depth.
    package init(of image: GreyImage, to original: GreyImage, levels: LevelRange? = nil) {
        precondition(image.size == original.size && image.bitDepth == original.bitDepth)
        let levels = levels ?? LevelRange(minimum: 0, maximum: image.bitDepth.maximumLevel)
        let peak = Double(levels.span)
        let squared = zip(image.samples, original.samples).reduce(0.0) { sum, pair in
            let difference = Double(pair.0) - Double(pair.1)
            return sum + difference * difference
        }
        let meanSquared = squared / Double(image.samples.count)
        rootMeanSquaredError = meanSquared.squareRoot()
        peakSignalToNoise = meanSquared == 0 ? .infinity : 10 * log10(peak * peak / meanSquared)
        structuralSimilarity = StructuralSimilarity.mean(image, original, levels: levels)
    }
}
