/// The type of a sample in `PackedSamples`: one byte for 8 bits, two for 16.
protocol PackedSample: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {
    static var bitDepth: BitDepth { get }
    static func pack(_ samples: [Self]) -> PackedSamples

    /// Decodes a PNG of this depth.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, size: ImageSize, convertToGrey: Bool,
        into samples: UnsafeMutablePointer<Self>
    ) throws(PNGError)
}

extension PackedSample {
    /// Stores the samples of an image. None may exceed this depth.
    static func store(_ image: GreyImage, at start: UnsafeMutablePointer<Self>) {
        for (offset, sample) in image.samples.enumerated() { (start + offset).initialize(to: Self(sample)) }
    }
}

extension UInt8: PackedSample {
    static var bitDepth: BitDepth { .eight }
    static func pack(_ samples: [UInt8]) -> PackedSamples { .eight(samples) }

    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, size: ImageSize, convertToGrey: Bool,
        into samples: UnsafeMutablePointer<UInt8>
    ) throws(PNGError) {
        try PNGCodec.read(bytes, path: path, size: size, convertToGrey: convertToGrey, into: samples)
    }
}

extension UInt16: PackedSample {
    static var bitDepth: BitDepth { .sixteen }
    static func pack(_ samples: [UInt16]) -> PackedSamples { .sixteen(samples) }

    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, size: ImageSize, convertToGrey: Bool,
        into samples: UnsafeMutablePointer<UInt16>
    ) throws(PNGError) {
        try PNGCodec.read(bytes, path: path, size: size, convertToGrey: convertToGrey, into: samples)
    }
}
