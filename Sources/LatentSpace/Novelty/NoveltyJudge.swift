import GreyImages
import Kernels
import VAE

/// Tells images that are too near to those that a model was trained on.
public struct NoveltyJudge: Sendable {
    /// What is found of one image.
    public struct Verdict: Sendable, Hashable {
        /// Index of the nearest training image, pixel by pixel.
        public let nearest: Int
        /// In grey levels.
        public let pixelDistance: Double
        /// To the nearest by the encoder, which may be another.
        public let encoderDistance: Double
        /// Whether it is farther than both radii.
        public let isNovel: Bool
    }

    private let pixels: NearestImages
    private let encoded: NearestRows
    private let inference: Inference
    public let calibration: NoveltyCalibration
    private let pool: WorkerPool

    /// The share of the held-out images that radii are to leave out, and how many images they are measured on at most.
    public static let quantile = 0.01
    private static let mostHeldOut = 1000
    /// Images that a task takes at a time.
    private static let imagesATask = 32

    /// - training: indices of the images that the model was trained on.
    /// - calibration: as the model holds it.
    public init(
        _ images: ImageDataset, training: [Int], inference: Inference, calibration: NoveltyCalibration, pool: WorkerPool
    ) {
        precondition(!training.isEmpty, "there are training images")
        pixels = NearestImages(images, indices: training, pool: pool)
        encoded = NearestRows(Self.encode(images, training, inference))
        self.inference = inference
        self.calibration = calibration
        self.pool = pool
    }

    /// Measures how near held-out images come to those trained on.
    ///
    /// - Returns: nil where none are held out.
    public static func calibrate(
        _ images: ImageDataset, training: [Int], heldOut: [Int], inference: Inference, pool: WorkerPool
    ) -> NoveltyCalibration? {
        guard !training.isEmpty, !heldOut.isEmpty else { return nil }
        let measured = heldOut.prefix(mostHeldOut)
        var calibration = NoveltyCalibration(
            pixelRadius: 0, encoderRadius: 0, quantile: quantile, heldOutImages: measured.count)
        let judge = NoveltyJudge(
            images, training: training, inference: inference, calibration: calibration, pool: pool)
        let verdicts = judge.verdicts(on: measured.map(images.image(at:)))
        func radius(_ distances: [Double]) -> Double {
            distances.sorted()[Int(quantile * Double(distances.count))]
        }
        calibration.pixelRadius = radius(verdicts.map(\.pixelDistance))
        calibration.encoderRadius = radius(verdicts.map(\.encoderDistance))
        return calibration
    }

    /// Looks for the nearest training image of each.
    ///
    /// - Complexity: images · training images · (coarse pixels + latents), and some hundred comparisons of all pixels each.
    public func verdicts(on images: [GreyImage]) -> [Verdict] {
        guard !images.isEmpty else { return [] }
        let rows = Self.encode(ImageDataset(images: images), Array(images.indices), inference)
        let parts = stride(from: 0, to: images.count, by: Self.imagesATask).map {
            $0..<min(images.count, $0 + Self.imagesATask)
        }
        return pool.map(parts.count) { part -> [Verdict] in
            let range = parts[part]
            let nearest = pixels.nearest(to: Array(images[range]))
            let places = encoded.nearest(1, to: Array(rows[range]))
            return range.indices.map { index in
                let place = index - range.lowerBound
                let encoderDistance = Self.distance(rows[index], encoded[places[place][0]])
                return Verdict(
                    nearest: nearest[place].index, pixelDistance: nearest[place].distance,
                    encoderDistance: encoderDistance,
                    isNovel: nearest[place].distance >= calibration.pixelRadius
                        && encoderDistance >= calibration.encoderRadius)
            }
        }.flatMap(\.self)
    }

    private static func distance(_ a: [Float], _ b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) }.squareRoot()
    }

    private static func encode(_ images: ImageDataset, _ indices: [Int], _ inference: Inference) -> [[Float]] {
        let configuration = inference.network.configuration
        // A ladder's latents of many images are more than memory may hold.
        let atATime = max(1, (1 << 22) / configuration.latentCount)
        return stride(from: 0, to: indices.count, by: atATime).flatMap { first in
            let part = Array(indices[first..<min(indices.count, first + atATime)])
            let means = inference.posteriors(of: images, indices: part).means
            return (0..<means.count).map { Array(means[$0].prefix(configuration.comparedLatents)) }
        }
    }
}
