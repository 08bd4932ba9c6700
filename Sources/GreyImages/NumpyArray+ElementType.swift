extension NumpyArray {
    /// A `descr` such as `<f4`: byte order, kind and bytes an element.
    struct ElementType {
        private let kind: String
        private let isBigEndian: Bool
        /// Bytes an element.
        let width: Int

        init(descr: String, path: String) throws(NumpyError) {
            let widths = ["u1": 1, "u2": 2, "i4": 4, "i8": 8, "f4": 4, "f8": 8]
            kind = String(descr.dropFirst())
            isBigEndian = descr.first == ">"
            guard let first = descr.first, "<>|=".contains(first), let width = widths[kind] else {
                throw .elementType(path: path, found: descr, remedy: Self.remedy(for: kind))
            }
            self.width = width
        }

        private static func remedy(for kind: String) -> String {
            let type =
                switch kind.first {
                case "b": "np.uint8"
                case "f": "np.float32"
                default: "np.int64"
                }
            return "save array.astype(\(type)) instead"
        }

        /// The elements in native byte order.
        func elements(_ bytes: ArraySlice<UInt8>) -> Elements {
            switch kind {
            case "u1": .uint8(Array(bytes))
            case "u2": .uint16(integers(bytes))
            case "i4": .int32(integers(bytes))
            case "i8": .int64(integers(bytes))
            case "f4": .float32(integers(bytes).map { Float(bitPattern: $0) })
            default: .float64(integers(bytes).map { Double(bitPattern: $0) })
            }
        }

        private func integers<Integer: FixedWidthInteger & BitwiseCopyable>(
            _ bytes: ArraySlice<UInt8>
        ) -> [Integer] {
            let count = bytes.count / MemoryLayout<Integer>.size
            let stored = [Integer](unsafeUninitializedCapacity: count) { buffer, initializedCount in
                bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
                initializedCount = count
            }
            #if _endian(big)
                return isBigEndian ? stored : stored.map(\.byteSwapped)
            #else
                return isBigEndian ? stored.map(\.byteSwapped) : stored
            #endif
        }
    }
}
