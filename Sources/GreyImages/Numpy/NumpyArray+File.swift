import Platform

extension NumpyArray {
    /// Reads an `.npy` file of version 1.0, 2.0 or 3.0, or an array of an `.npz` archive.
    ///
    /// Both byte orders and both orders of elements (C and Fortran) are supported.
    ///
    /// - Parameters:
    ///   - path: The path of a file. For an archive of several arrays, it can end in a colon and a name: `a.npz:images`.
    ///   - isWanted: Whether an array with a shape is suitable. This selects an array of an archive if none is named.
    /// - Throws: `NumpyError`, `FileError` if the file can't be read, or `MemoryError`.
    /// - Complexity: O(size), usually in one read. Memory holds the elements once, or twice for an archive.
    package init(contentsOf path: String, where isWanted: ([Int]) -> Bool = { _ in true }) throws {
        let location = try NumpyLocation(path)
        var front: [UInt8] = []
        let (count, fileSize) = try FileBytes.readPrefix(Self.headerLimit, of: location.file, into: &front)
        if ZipArchive.isArchive(front.prefix(count)) {
            self = try NumpyArchive(contentsOf: location.file).array(named: location.name, where: isWanted)
            return
        }
        let layout = try Layout(front.prefix(count), fileSize: fileSize, path: path)
        try Memory.require(
            Double(fileSize - layout.dataStart), for: path, remedy: "give fewer images, or smaller ones")
        let elements = try layout.type.elements(count: layout.count) { room in
            let found = try FileBytes.read(location.file, from: layout.dataStart, into: room)
            guard found == room.count else {
                throw NumpyError.truncated(
                    path: path, expected: layout.dataStart + room.count, found: layout.dataStart + found)
            }
        }
        self.init(layout, elements)
    }

    /// Parses an `.npy` file. Bytes after the array are ignored, as in NumPy.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the file.
    ///   - path: The name of the file in errors.
    /// - Throws: `NumpyError`.
    package init(bytes: [UInt8], path: String) throws(NumpyError) {
        let layout = try Layout(bytes[...], fileSize: bytes.count, path: path)
        let elements = layout.type.elements(count: layout.count) { room in
            bytes.withUnsafeBytes { room.copyMemory(from: .init(rebasing: $0[layout.dataStart...].prefix(room.count))) }
        }
        self.init(layout, elements)
    }

    private init(_ layout: Layout, _ elements: Elements) {
        if layout.isFortranOrder {
            self.init(shape: layout.shape, fortranOrdered: elements)
        } else {
            self.init(shape: layout.shape, elements: elements)
        }
    }

    /// The bytes of an `.npy` file of version 1.0 in little-endian order, with the same header as NumPy writes.
    package func bytes() -> [UInt8] {
        switch elements {
        case .bool(let elements): NumpyHeader(descr: "|b1", shape: shape).bytes + elements.map { $0 ? 1 : 0 }
        case .int8(let elements): Self.join("|i1", shape, elements)
        case .uint8(let elements): NumpyHeader(descr: "|u1", shape: shape).bytes + elements
        case .int16(let elements): Self.join("<i2", shape, elements.map { $0.littleEndian })
        case .uint16(let elements): Self.join("<u2", shape, elements.map { $0.littleEndian })
        case .int32(let elements): Self.join("<i4", shape, elements.map { $0.littleEndian })
        case .uint32(let elements): Self.join("<u4", shape, elements.map { $0.littleEndian })
        case .int64(let elements): Self.join("<i8", shape, elements.map { $0.littleEndian })
        case .uint64(let elements): Self.join("<u8", shape, elements.map { $0.littleEndian })
        case .float32(let elements): Self.join("<f4", shape, elements.map { $0.bitPattern.littleEndian })
        case .float64(let elements): Self.join("<f8", shape, elements.map { $0.bitPattern.littleEndian })
        }
    }

    /// Writes an `.npy` file that appears only when it is complete.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - synced: Whether to wait until the disk holds the file.
    /// - Throws: `FileError/cannotCreate(path:reason:)`.
    package func write(to path: String, synced: Bool = true) throws(FileError) {
        try AtomicFile.write(bytes(), to: path, synced: synced)
    }

    /// The first six bytes of every `.npy` file.
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The number of bytes that surely contain the header. NumPy refuses headers of more than 10,000 bytes.
    static let headerLimit = 1 << 17

    private static func join<Element: BitwiseCopyable>(
        _ descr: String, _ shape: [Int], _ elements: [Element]
    ) -> [UInt8] {
        elements.withUnsafeBytes { NumpyHeader(descr: descr, shape: shape).bytes + $0 }
    }
}
