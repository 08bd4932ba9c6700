import GreyImages

/// Counts the latent dimensions whose posterior mean varies over images by more than 0.01, from means that come in any
/// number of parts.
///
/// Source: Burda et al., 2016, arXiv:1509.00519, appendix C.
public struct ActiveUnits: Sendable {
    private var images = 0
    private var sums: [Double] = []
    private var squares: [Double] = []

    public init() {}

    /// - means: `[images, latents]`.
    public mutating func add(_ means: Latents) {
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

    public var count: Int {
        guard images > 1 else { return 0 }
        let count = Double(images)
        return zip(sums, squares).count { sum, square in square / count - (sum / count) * (sum / count) > 0.01 }
    }
}

extension Inference {
    /// The latent units that are active over some of a data set's images.
    ///
    /// - Throws: `InferenceError.notFinite`.
    public func activeUnits(of images: ImageDataset, indices: [Int], seed: UInt64) throws(InferenceError) -> Int {
        // A ladder's latents of many images are more than memory may hold.
        let atATime = max(1, Self.latentsAtATime / network.configuration.latentCount)
        var units = ActiveUnits()
        for first in stride(from: 0, to: indices.count, by: atATime) {
            let part = Array(indices[first..<min(indices.count, first + atATime)])
            units.add(try posteriors(of: images, indices: part, seed: seed).means)
        }
        return units.count
    }

    private static let latentsAtATime = 1 << 22
}
