extension NumpyArray {
    /// Reads an `.npy` file of version 1.0, 2.0 or 3.0, of either byte order.
    ///
    /// - Throws: ``NumpyError``, or ``FileError`` when the file can't be read at all.
    /// - Complexity: O(size); the file and the array are in memory at once.
    public init(contentsOf path: String) throws {
        try self.init(bytes: FileBytes.read(path), path: path)
    }

    /// Takes an `.npy` file apart. What follows the array is ignored, as NumPy does.
    ///
    /// - Parameter path: names the file in errors.
    public init(bytes: [UInt8], path: String) throws(NumpyError) {
        let (header, dataStart) = try Self.header(of: bytes, path: path)
        let type = try ElementType(descr: header.descr, path: path)
        if header.isFortranOrder && header.shape.count > 1 { throw .fortranOrder(path: path) }
        let found = bytes.count - dataStart
        var size = type.width
        for dimension in header.shape {
            let (product, hasOverflowed) = size.multipliedReportingOverflow(by: dimension)
            if hasOverflowed { throw .damaged(path: path, reason: "the shape \(header.shape) is beyond all bounds") }
            size = product
        }
        guard size <= found else {
            let (expected, hasOverflowed) = dataStart.addingReportingOverflow(size)
            throw .truncated(path: path, expected: hasOverflowed ? .max : expected, found: bytes.count)
        }
        self.init(shape: header.shape, elements: type.elements(bytes[dataStart..<(dataStart + size)]))
    }

    /// The file, of version 1.0 and little-endian, with the very header that NumPy writes.
    public func bytes() -> [UInt8] {
        switch elements {
        case .uint8(let elements): NumpyHeader(descr: "|u1", shape: shape).bytes + elements
        case .uint16(let elements): Self.join("<u2", shape, elements.map(\.littleEndian))
        case .int32(let elements): Self.join("<i4", shape, elements.map(\.littleEndian))
        case .int64(let elements): Self.join("<i8", shape, elements.map(\.littleEndian))
        case .float32(let elements): Self.join("<f4", shape, elements.map(\.bitPattern.littleEndian))
        case .float64(let elements): Self.join("<f8", shape, elements.map(\.bitPattern.littleEndian))
        }
    }

    /// Writes the file so that it appears only when it is complete.
    ///
    /// - Throws: ``FileError/cannotCreate(path:reason:)``.
    public func write(to path: String, synced: Bool = true) throws(FileError) {
        try AtomicFile.write(bytes(), to: path, synced: synced)
    }

    /// The six bytes that every `.npy` file begins with.
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// NumPy itself refuses headers of more than 10,000 bytes.
    private static let headerLimit = 1 << 16

    private static func header(
        of bytes: [UInt8], path: String
    ) throws(NumpyError) -> (header: NumpyHeader, dataStart: Int) {
        guard bytes.starts(with: magic) else { throw .notNumpy(path: path) }
        guard bytes.count >= 12 else { throw .truncated(path: path, expected: 128, found: bytes.count) }
        let isShort = bytes[6] == 1
        guard (1...3).contains(bytes[6]) else {
            throw .damaged(path: path, reason: "version \(bytes[6]).\(bytes[7]) is unknown")
        }
        let start = isShort ? 10 : 12
        let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard length <= headerLimit else { throw .damaged(path: path, reason: "its header is of \(length) bytes") }
        guard start + length <= bytes.count else {
            throw .truncated(path: path, expected: start + length, found: bytes.count)
        }
        guard let header = NumpyHeader(parsing: bytes[start..<(start + length)]) else {
            throw .damaged(path: path, reason: "its header can't be understood")
        }
        return (header, start + length)
    }

    private static func join<Element: BitwiseCopyable>(
        _ descr: String, _ shape: [Int], _ elements: [Element]
    ) -> [UInt8] {
        elements.withUnsafeBytes { NumpyHeader(descr: descr, shape: shape).bytes + $0 }
    }
}
