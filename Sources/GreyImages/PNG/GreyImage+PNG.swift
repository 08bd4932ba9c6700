extension GreyImage {
    /// Decodes a PNG of 1 to 16 bits per sample, interlaced or not, without changing its samples.
    ///
    /// Samples of 1, 2 and 4 bits are multiplied by 255, 85 and 17, so that they cover 0...255. Colour images and palettes
    /// are accepted if every pixel is grey. All pixels must be opaque. Gamma and
    /// colour profiles are ignored, and so are bytes after the end of the image. Every checksum is verified.
    ///
    /// - Parameters:
    ///   - pngBytes: The bytes of the file.
    ///   - path: The name of the file in errors.
    /// - Throws: `PNGError`.
    public init(pngBytes: [UInt8], path: String) throws(PNGError) {
        try self.init(pngBytes: pngBytes, path: path, options: PNGReadingOptions())
    }

    /// Reads and decodes a PNG file as ``init(pngBytes:path:)`` does.
    ///
    /// - Throws: `PNGError`, or `FileError` if the file can't be read.
    public init(contentsOfPNG path: String) throws {
        try self.init(contentsOfPNG: path, options: PNGReadingOptions())
    }

    /// Decodes a PNG with a limit on its pixels, or with colour converted to grey.
    ///
    /// - Throws: `PNGError`.
    package init(pngBytes: [UInt8], path: String, options: PNGReadingOptions) throws(PNGError) {
        self = try pngBytes.withUnsafeBufferPointer { bytes throws(PNGError) in
            try GreyImage(png: bytes, path: path, options: options)
        }
    }

    /// Reads and decodes a PNG file with a limit on its pixels, or with colour converted to grey.
    ///
    /// - Throws: `PNGError`, or `FileError` if the file can't be read.
    package init(contentsOfPNG path: String, options: PNGReadingOptions) throws {
        try self.init(pngBytes: FileBytes.read(path), path: path, options: options)
    }

    /// Encodes the image as a PNG of the same depth, without loss.
    ///
    /// - Complexity: O(pixels), at about 60 MB of samples per second.
    public func pngBytes() -> [UInt8] { PNGCodec.encode(self) }

    /// Writes the image as a PNG file that appears only when it is complete. It doesn't wait until the disk holds it.
    ///
    /// - Throws: `FileError/cannotCreate(path:reason:)`.
    public func writePNG(to path: String) throws(FileError) {
        try AtomicFile.write(pngBytes(), to: path, synced: false)
    }

    init(png bytes: UnsafeBufferPointer<UInt8>, path: String, options: PNGReadingOptions) throws(PNGError) {
        guard !bytes.isEmpty else { throw .empty(path: path) }
        let header = try PNGCodec.header(of: bytes, fileSize: bytes.count, path: path, options: options)
        let count = header.size.pixelCount
        var samples = [UInt16](repeating: 0, count: count)
        if header.bitDepth == .sixteen {
            try samples.withUnsafeMutableBufferPointer { buffer throws(PNGError) in
                try PNGCodec.read(
                    bytes, path: path, size: header.size, convertToGrey: options.convertToGrey,
                    into: buffer.baseAddress!)
            }
        } else {
            var narrow = [UInt8](repeating: 0, count: count)
            try narrow.withUnsafeMutableBufferPointer { buffer throws(PNGError) in
                try PNGCodec.read(
                    bytes, path: path, size: header.size, convertToGrey: options.convertToGrey,
                    into: buffer.baseAddress!)
            }
            for index in 0..<count { samples[index] = UInt16(narrow[index]) }
        }
        self.init(size: header.size, bitDepth: header.bitDepth, samples: samples)
    }
}
