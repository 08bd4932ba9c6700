extension NumpyArray {
    /// The content of the header of an `.npy` file.
    struct Layout {
        let shape: [Int]
        let type: ElementType
        /// Whether the first dimension varies fastest.
        let isFortranOrder: Bool
        /// The number of elements.
        let count: Int
        /// The offset of the elements in bytes.
        let dataStart: Int

        /// The maximum size of the header's text in bytes.
        private static let textLimit = 1 << 16

        /// - Parameters:
        ///   - bytes: The file, or at least as much of it as contains the header.
        ///   - fileSize: The size of the whole file in bytes.
        ///   - path: The name of the file in errors.
        init(_ bytes: ArraySlice<UInt8>, fileSize: Int, path: String) throws(NumpyError) {
            let (header, dataStart) = try Self.header(of: bytes, path: path)
            type = try ElementType(descr: header.descr, path: path)
            isFortranOrder = header.isFortranOrder
            var size = type.width
            for dimension in header.shape {
                let (product, hasOverflowed) = size.multipliedReportingOverflow(by: dimension)
                if hasOverflowed {
                    throw .damaged(path: path, reason: "the shape \(header.shape) is too large")
                }
                size = product
            }
            guard size <= fileSize - dataStart else {
                let (expected, hasOverflowed) = dataStart.addingReportingOverflow(size)
                throw .truncated(path: path, expected: hasOverflowed ? .max : expected, found: fileSize)
            }
            shape = header.shape
            count = size / type.width
            self.dataStart = dataStart
        }

        private static func header(
            of bytes: ArraySlice<UInt8>, path: String
        ) throws(NumpyError) -> (header: NumpyHeader, dataStart: Int) {
            if GitPointer.isPointer(bytes) { throw .gitPointer(path: path) }
            guard bytes.starts(with: magic) else { throw .notNumpy(path: path) }
            guard bytes.count >= 12 else { throw .truncated(path: path, expected: 128, found: bytes.count) }
            let isShort = bytes[6] == 1
            guard (1...3).contains(bytes[6]) else {
                throw .damaged(path: path, reason: "version \(bytes[6]).\(bytes[7]) is unknown")
            }
            let start = isShort ? 10 : 12
            let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
            guard length <= textLimit else { throw .damaged(path: path, reason: "its header has \(length) bytes") }
            guard start + length <= bytes.count else {
                throw .truncated(path: path, expected: start + length, found: bytes.count)
            }
            guard let header = NumpyHeader(parsing: bytes[start..<(start + length)]) else {
                throw .damaged(path: path, reason: "its header isn't valid")
            }
            return (header, start + length)
        }
    }
}
