extension GreyImage {
    /// Decodes a PNG of 1 to 16 bits a sample, interlaced or not, its samples unchanged.
    ///
    /// 1, 2 and 4 bits are stretched over 0...255 (× 255, × 85, × 17). Colour, or a palette, is taken when every pixel
    /// is grey all the same, or when the options ask for a conversion. Alpha must be opaque everywhere. Gamma and
    /// colour profiles are ignored; what follows the image's end is too. Every checksum must hold.
    ///
    /// - Parameter path: names the file in errors.
    public init(pngBytes: [UInt8], path: String, options: PNGReadingOptions = .init()) throws(PNGError) {
        self = try pngBytes.withUnsafeBufferPointer { bytes throws(PNGError) in
            try GreyImage(png: bytes, path: path, options: options)
        }
    }

    /// Reads a file as ``init(pngBytes:path:options:)`` does.
    ///
    /// - Throws: ``PNGError``, or ``FileError`` when the file can't be read at all.
    public init(contentsOfPNG path: String, options: PNGReadingOptions = .init()) throws {
        try self.init(pngBytes: FileBytes.read(path), path: path, options: options)
    }

    /// The image as a PNG of its own depth, losslessly.
    ///
    /// - Complexity: O(pixels); some 60 MB of samples a second.
    public func pngBytes() -> [UInt8] { PNGCodec.encode(self) }

    /// Writes the image so that the file appears only when it is complete. It doesn't wait for the disk.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
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
