import Grisaille

/// Generates images to train on and to encode.
enum TestImages {
    /// The maximum number of pixels that are drawn. Further images are copies, so that many large images take no longer.
    private static let drawnPixels = 4 << 20
    /// The maximum size of a training set in bytes, unless one batch is larger.
    private static let trainingBytes = 64 << 20
    private static let batchesPerEpoch = 64

    /// Images of grey gradients with different slopes.
    static func make(_ count: Int, side: Int) -> ImageDataset {
        let drawnCount = min(count, max(1, drawnPixels / (side * side)))
        let drawn = (0..<drawnCount).map { number in
            let slope = 2 * number + 1
            let samples = (0..<side * side).map { (pixel: Int) -> UInt16 in UInt16((pixel * slope / 7) & 255) }
            return GreyImage(size: ImageSize(width: side, height: side), bitDepth: .eight, samples: samples)
        }
        let dataset = ImageDataset(images: drawn)
        return drawnCount == count ? dataset : dataset.subset((0..<count).map { $0 % drawnCount })
    }

    /// A training set of whole batches, large enough that the ends of epochs are rare.
    static func makeForTraining(_ shape: NetworkShape) -> ImageDataset {
        let batchBytes = shape.batch * shape.side * shape.side
        let batches = max(1, min(max(batchesPerEpoch, 4096 / shape.batch), trainingBytes / batchBytes))
        return make(batches * shape.batch, side: shape.side)
    }
}
