import GreyImages

/// A count of the active latent dimensions: those whose posterior mean has a variance over images of more than 0.01. The means
/// may come in any number of parts.
///
/// Source: Burda et al., 2016, arXiv:1509.00519, appendix C.
package struct ActiveUnits: Sendable {
    private var images = 0
    private var sums: [Double] = []
    private var squares: [Double] = []

    package init() {}

    /// Adds posterior means, `[images, latents]`.
    package mutating func add(_ means: Latents) {
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
        }
    }

    package var count: Int {
        guard images > 1 else { return 0 }
        let count = Double(images)
        return zip(sums, squares).count { sum, square in square / count - (sum / count) * (sum / count) > 0.01 }
    }
}

extension Inference {
    /// The latent units that are active over some of a data set's images.
    ///
    /// - Throws: `InferenceError.notFinite`.
    package func activeUnits(of images: ImageDataset, indices: [Int], seed: UInt64) throws(InferenceError) -> Int {
        // Memory may not hold a ladder's latents for many images.
        let imagesPerPart = max(1, Self.latentsPerPart / network.configuration.latentCount)
        var units = ActiveUnits()
        for first in stride(from: 0, to: indices.count, by: imagesPerPart) {
            let part = Array(indices[first..<min(indices.count, first + imagesPerPart)])
            units.add(try posteriors(of: images, indices: part, seed: seed).means)
        }
        return units.count
    }

    private static let latentsPerPart = 1 << 22
}
