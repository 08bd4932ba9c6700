import CPNG

/// The Swift interface to the PNG functions in C. Status codes become errors, and buffers become arrays.
enum PNGCodec {
    /// The content of a PNG header.
    struct Header {
        let size: ImageSize
        /// The depth of the decoded samples: 16 bits, or 8 for all smaller depths.
        let bitDepth: BitDepth
        /// Whether the file is stored in colour. Its pixels can still be grey.
        let hasColour: Bool
        /// Whether the file has an alpha channel. Its pixels can still be opaque.
        let hasAlpha: Bool
    }

    static let headerSize = Int(CPNGHeaderSize)

    /// Reads the header and checks the size, before memory is allocated.
    ///
    /// - Parameters:
    ///   - bytes: At least the first 33 bytes of the file, or all if it is shorter.
    ///   - fileSize: The size of the whole file in bytes.
    ///   - path: The name of the file in errors.
    ///   - options: How to read it.
    static func header(
        of bytes: UnsafeBufferPointer<UInt8>, fileSize: Int, path: String, options: PNGReadingOptions
    ) throws(PNGError) -> Header {
        if GitPointer.isPointer(bytes) { throw .gitPointer(path: path) }
        var header = CPNGHeader()
        try check(path) { reason in CPNGReadHeader(bytes.baseAddress, bytes.count, &header, reason) }
        let size = ImageSize(width: Int(header.width), height: Int(header.height))
        guard size.pixelCount <= options.pixelLimit else {
            throw .tooLarge(path: path, size: size, limit: options.pixelLimit)
        }
        guard CPNGCanHold(&header, fileSize) else { throw .truncated(path: path) }
        // 2, 3 and 6 are RGB, a palette and RGB with alpha; 4 is grey with alpha.
        return Header(
            size: size, bitDepth: header.bitDepth == 16 ? .sixteen : .eight, hasColour: header.colourType & 2 != 0,
            hasAlpha: header.colourType & 4 != 0)
    }

    /// Decodes a file of at most 8 bits a sample into `size.pixelCount` samples.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, size: ImageSize, convertToGrey: Bool,
        into samples: UnsafeMutablePointer<UInt8>
    ) throws(PNGError) {
        try check(path) { reason in
            CPNGRead8(
                bytes.baseAddress, bytes.count, UInt32(size.width), UInt32(size.height), convertToGrey, samples, reason)
        }
    }

    /// Decodes a file of 16 bits a sample into `size.pixelCount` samples.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, path: String, size: ImageSize, convertToGrey: Bool,
        into samples: UnsafeMutablePointer<UInt16>
    ) throws(PNGError) {
        try check(path) { reason in
            CPNGRead16(
                bytes.baseAddress, bytes.count, UInt32(size.width), UInt32(size.height), convertToGrey, samples, reason)
        }
    }

    /// Encodes an image. Only a lack of memory can make this fail.
    static func encode(_ image: GreyImage) -> [UInt8] {
        collect { output, reason in
            CPNGWrite(
                image.samples, UInt32(image.width), UInt32(image.height), UInt8(image.bitDepth.rawValue), output, reason
            )
        }
    }

    /// Joins encoded frames into an animation.
    static func animate(_ frames: [[UInt8]], delay: (numerator: UInt16, denominator: UInt16)) -> [UInt8] {
        let joined = Array(frames.joined())
        let lengths = frames.map(\.count)
        return collect { output, reason in
            CPNGAnimate(
                joined, lengths, UInt32(frames.count), delay.numerator, delay.denominator, output, reason)
        }
    }

    private static func collect(
        _ encode: (UnsafeMutablePointer<CPNGBuffer>, UnsafeMutablePointer<CChar>) -> CPNGStatus
    ) -> [UInt8] {
        var buffer = CPNGBuffer()
        var reason = [CChar](repeating: 0, count: Int(CPNGReasonSize))
        let status = encode(&buffer, &reason)
        precondition(status == .done, "an image can always be encoded")
        defer { CPNGFree(&buffer) }
        return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }

    private static func check(
        _ path: String, _ call: (UnsafeMutablePointer<CChar>) -> CPNGStatus
    ) throws(PNGError) {
        let result = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPNGReasonSize)) { reason in
            reason.initialize(repeating: 0)
            let status = call(reason.baseAddress!)
            return (status: status, reason: status == .damaged ? String(cString: reason.baseAddress!) : "")
        }
        switch result.status {
        case .done: return
        case .notPNG: throw .notPNG(path: path)
        case .truncated: throw .truncated(path: path)
        case .damaged: throw .damaged(path: path, reason: result.reason)
        case .colour: throw .colour(path: path)
        case .transparent: throw .transparent(path: path)
        case .mismatch: throw .damaged(path: path, reason: "it changed while it was being read")
        }
    }
}
