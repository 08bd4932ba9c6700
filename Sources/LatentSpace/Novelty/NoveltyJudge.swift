import GreyImages
import VAE

/// Judges whether images are too near to those that a model was trained on.
package struct NoveltyJudge: Sendable {
    /// The judgement of one image.
    package struct Verdict: Sendable, Hashable {
        /// The index of the nearest training image, pixel by pixel.
        package let nearest: Int
        /// The distance to it, in grey levels.
        package let pixelDistance: Double
        /// The distance to the nearest training image by the encoder, which may be another.
        package let encoderDistance: Double
        /// Whether both distances are at least the radii.
        package let isNovel: Bool
    }

    private let pixels: NearestImages
    private let encoded: NearestRows
    private let inference: Inference
    package let calibration: NoveltyCalibration

    /// The share of the held-out images that lie within the radii.
    package static let quantile = 0.01
    /// The maximum number of images that radii are measured on.
    static let maximumHeldOut = 1000

    /// - Parameters:
    ///   - training: The indices of the images that the model was trained on.
    ///   - calibration: The radii.
    ///   - progress: Told the share of the training images that are encoded; an error that it throws ends the work.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    package init(
        _ images: ImageDataset, training: [Int], inference: Inference, calibration: NoveltyCalibration,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws {
        self.init(
            images, training: training, rows: try Self.encode(images, training, inference, progress: progress),
            inference: inference, calibration: calibration)
    }

    /// - Parameter rows: The latents of the training images.
    private init(
        _ images: ImageDataset, training: [Int], rows: [[Float]], inference: Inference,
        calibration: NoveltyCalibration
    ) {
        precondition(!training.isEmpty, "there are training images")
        pixels = NearestImages(images, indices: training, pool: inference.pool)
        encoded = NearestRows(rows)
        self.inference = inference
        self.calibration = calibration
    }

    /// Measures how near held-out images come to training images.
    ///
    /// - Parameters:
    ///   - split: Which images the model was trained on, and which were held out.
    ///   - posteriors: The posteriors of all images; nil to compute those that are needed.
    ///   - progress: Told the share of the work that is done; an error that it throws ends the work.
    /// - Returns: The radii; nil if no images are held out.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    package static func calibrate(
        _ images: ImageDataset, split: DataSplit, inference: Inference, posteriors: Posteriors? = nil,
        progress: (_ share: Double) throws -> Void = { _ in }
    ) throws -> NoveltyCalibration? {
        guard !split.training.isEmpty, !split.validation.isEmpty else { return nil }
        let measured = split.validation.prefix(maximumHeldOut)
        var calibration = NoveltyCalibration(
            pixelRadius: 0, encoderRadius: 0, quantile: quantile, heldOutImages: measured.count)
        let rows =
            if let posteriors {
                rows(of: posteriors.means, split.training, inference)
            } else {
                try encode(images, split.training, inference) { try progress($0 / 2) }
            }
        let judge = NoveltyJudge(
            images, training: split.training, rows: rows, inference: inference, calibration: calibration)
        let share = posteriors == nil ? 0.5 : 1
        let verdicts = try judge.verdicts(on: measured.map(images.image(at:))) {
            try progress(1 - share + share * $0)
        }
        func radius(_ distances: [Double]) -> Double {
            distances.sorted()[Int(quantile * Double(distances.count))]
        }
        calibration.pixelRadius = radius(verdicts.map(\.pixelDistance))
        calibration.encoderRadius = radius(verdicts.map(\.encoderDistance))
        return calibration
    }

    /// Judges every image by its nearest training image.
    ///
    /// - Parameter progress: Told the share of the images that are done; an error that it throws ends the search.
    /// - Throws: `InferenceError.notFinite`, and what `progress` throws.
    /// - Complexity: O(images · (training images · (coarse pixels + latents) + pixels · log pixels)).
    package func verdicts(
        on images: [GreyImage], progress: (_ share: Double) throws -> Void = { _ in }
    ) throws -> [Verdict] {
        guard let pixelCount = images.first?.size.pixelCount else { return [] }
        let rows = try Self.encode(ImageDataset(images: images), Array(images.indices), inference) { _ in
            try progress(0)
        }
        // Small images are compared together by large matrix products; for large images most of the work is pixel by pixel.
        let imagesPerTask = max(1, min(32, (1 << 17) / pixelCount))
        let parts = stride(from: 0, to: images.count, by: imagesPerTask).map {
            $0..<min(images.count, $0 + imagesPerTask)
        }
        return try inference.pool.map(parts.count, progress: progress) { part in
            verdicts(on: Array(images[parts[part]]), rows: Array(rows[parts[part]]))
        }.flatMap(\.self)
    }

    /// - Parameter rows: The latents of the images.
    private func verdicts(on images: [GreyImage], rows: [[Float]]) -> [Verdict] {
        let nearest = pixels.nearest(to: images)
        let places = encoded.nearest(1, to: rows)
        return images.indices.map { index in
            let encoderDistance = Self.distance(rows[index], encoded[places[index][0]])
            return Verdict(
                nearest: nearest[index].index, pixelDistance: nearest[index].distance,
                encoderDistance: encoderDistance,
                isNovel: nearest[index].distance >= calibration.pixelRadius
                    && encoderDistance >= calibration.encoderRadius)
        }
    }

    private static func distance(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot()
    }

    /// The latents of some images: the dimensions by which images are compared.
    private static func encode(
        _ images: ImageDataset, _ indices: [Int], _ inference: Inference, progress: (_ share: Double) throws -> Void
    ) throws -> [[Float]] {
        let configuration = inference.network.configuration
        // The latents of a ladder may be more than memory holds, and large images take long.
        let imagesPerPart = max(
            1, min(256, (1 << 22) / configuration.latentCount, (1 << 22) / configuration.imageSize.pixelCount))
        return try stride(from: 0, to: indices.count, by: imagesPerPart).flatMap { first in
            let part = Array(indices[first..<min(indices.count, first + imagesPerPart)])
            let means = try inference.posteriors(of: images, indices: part).means
            try progress(Double(first + part.count) / Double(indices.count))
            return rows(of: means, Array(0..<means.count), inference)
        }
    }

    /// The compared dimensions of some rows.
    private static func rows(of means: Latents, _ indices: [Int], _ inference: Inference) -> [[Float]] {
        indices.map { Array(means[$0].prefix(inference.network.configuration.comparedLatents)) }
    }
}
