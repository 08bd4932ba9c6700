import GreyImages
import Platform

/// How a model uses its latents over some images, whose posteriors may come in any number of parts.
package struct LatentUse: Sendable {
    private var images = 0
    private var sums: [Double] = []
    private var squares: [Double] = []
    private var variances = 0.0

    package init() {}

    /// Adds the posteriors of some images.
    package mutating func add(_ posteriors: Posteriors) {
        let means = posteriors.means
        if sums.isEmpty {
            sums = [Double](repeating: 0, count: means.dimension)
            squares = sums
        }
        images += means.count
        for row in 0..<means.count {
            for (unit, value) in means[row].enumerated() {
                sums[unit] += Double(value)
                squares[unit] += Double(value) * Double(value)
            }
            variances += posteriors.logVariances[row].reduce(0) { $0 + exp(Double($1)) }
        }
    }

    /// The variance of every unit's posterior mean over the images.
    private var meanVariances: [Double] {
        let count = Double(max(images, 1))
        return zip(sums, squares).map { sum, square in max(0, square / count - (sum / count) * (sum / count)) }
    }

    /// The number of active units: those whose posterior mean has a variance of more than 0.01.
    ///
    /// Source: Burda et al., 2016, arXiv:1509.00519, appendix C.
    package var activeUnits: Int { images > 1 ? meanVariances.count { $0 > 0.01 } : 0 }

    /// The share of the latents' variance that is the posteriors' own, 0...1; the rest is that of their means. A prior can't
    /// predict this noise, and the loss of a flow has a floor that grows with it. Nil for fewer than two images.
    package var noiseShare: Double? {
        guard images > 1 else { return nil }
        let noise = variances / Double(images)
        return noise / max(noise + meanVariances.reduce(0, +), .leastNormalMagnitude)
    }
}

extension Inference {
    /// The use of the latents over some of a data set's images.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func latentUse(of images: ImageDataset, indices: [Int], seed: UInt64) throws(InferenceError) -> LatentUse {
        // Memory may not hold a ladder's latents for many images.
        let imagesPerPart = max(1, Self.latentsPerPart / network.configuration.latentCount)
        var use = LatentUse()
        for first in stride(from: 0, to: indices.count, by: imagesPerPart) {
            let part = Array(indices[first..<min(indices.count, first + imagesPerPart)])
            use.add(try posteriors(of: images, indices: part, seed: seed))
        }
        return use
    }

    private static let latentsPerPart = 1 << 22
}
