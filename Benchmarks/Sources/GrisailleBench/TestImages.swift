import Grisaille

/// Images to train on and to encode.
enum TestImages {
    /// The most pixels that are drawn: further images are copies of the earlier ones, so that many large ones are made
    /// as quickly as few.
    private static let drawnPixels = 4 << 20
    /// The most bytes of a data set to train on, unless one batch has more.
    private static let trainingBytes = 64 << 20
    private static let batchesPerEpoch = 64

    /// Sloping greys, each of another slope.
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

    /// Whole batches, so many that the ends of epochs are rare.
    static func makeForTraining(_ shape: NetworkShape) -> ImageDataset {
        let batchBytes = shape.batch * shape.side * shape.side
        let batches = max(1, min(max(batchesPerEpoch, 4096 / shape.batch), trainingBytes / batchBytes))
        return make(batches * shape.batch, side: shape.side)
    }
}
