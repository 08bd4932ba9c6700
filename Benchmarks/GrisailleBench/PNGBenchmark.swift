import Foundation
import Grisaille
import Phantoms

/// Measures how fast a folder of PNGs is read.
struct PNGBenchmark {
    let seconds: Double
    let pool: WorkerPool

    /// The number of phantoms that are generated if no folder is given.
    private static let phantomCount = 2000
    private static let phantomSide = 64

    /// Measures the reading of a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder; nil for a temporary one with phantoms.
    ///   - pixelsPath: Where to write all samples, image by image, 16-bit ones in little-endian order; nil not to.
    func run(folder: String?, pixelsPath: String?) throws -> (images: Int, imagesPerSecond: Double) {
        if let folder { return try read(folder, pixelsPath) }
        return try TemporaryFolder.with { folder in
            try makePhantoms(in: folder)
            return try read(folder, pixelsPath)
        }
    }

    private func read(_ folder: String, _ pixelsPath: String?) throws -> (images: Int, imagesPerSecond: Double) {
        let options = ImageReadingOptions(threads: pool.threadCount)
        var count = 0
        let secondsPerReading = try StepTimes.median(seconds: seconds) {
            count = try ImageDataset.read(folder, options: options).dataset.count
        }
        if let pixelsPath { try write(ImageDataset.read(folder, options: options).dataset, to: pixelsPath) }
        return (count, Double(count) / secondsPerReading)
    }

    private func write(_ dataset: ImageDataset, to path: String) throws {
        var bytes = Data()
        for index in 0..<dataset.count {
            let samples = dataset.image(at: index).samples
            switch dataset.bitDepth {
            case .eight: bytes.append(contentsOf: samples.map { UInt8($0) })
            case .sixteen: bytes.append(contentsOf: samples.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
            }
        }
        try bytes.write(to: URL(filePath: path))
    }

    private func makePhantoms(in folder: String) throws {
        let size = ImageSize(width: Self.phantomSide, height: Self.phantomSide)
        let generator = PhantomGenerator(seed: 1, size: size, bitDepth: .eight)
        let kinds = PhantomKind.allCases
        _ = try pool.map(Self.phantomCount) { number in
            let phantom = generator.phantom(kinds[number % kinds.count], index: number / kinds.count)
            try phantom.image.writePNG(to: FilePath.join(folder, "\(number).png"))
        }
    }
}
