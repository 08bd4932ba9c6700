import GreyImages
@_exported import TestSupport

extension RandomSource {
    mutating func size(upTo side: Int) -> ImageSize {
        ImageSize(width: .random(in: 1...side, using: &self), height: .random(in: 1...side, using: &self))
    }

    mutating func image(_ size: ImageSize, _ bitDepth: BitDepth) -> GreyImage {
        let samples = (0..<size.pixelCount).map { _ in
            UInt16.random(in: 0...UInt16(bitDepth.maximumLevel), using: &self)
        }
        return GreyImage(size: size, bitDepth: bitDepth, samples: samples)
    }

    mutating func image(_ width: Int, _ height: Int, _ bitDepth: BitDepth = .eight) -> GreyImage {
        image(ImageSize(width: width, height: height), bitDepth)
    }
}

extension GreyImage {
    /// Creates an image from rows of levels.
    init(_ rows: [[UInt16]], _ bitDepth: BitDepth = .eight) {
        self.init(
            size: ImageSize(width: rows[0].count, height: rows.count), bitDepth: bitDepth, samples: rows.flatMap(\.self)
        )
    }

    static func constant(_ level: UInt16, _ width: Int, _ height: Int, _ bitDepth: BitDepth = .eight) -> GreyImage {
        GreyImage([[UInt16]](repeating: [UInt16](repeating: level, count: width), count: height), bitDepth)
    }
}
