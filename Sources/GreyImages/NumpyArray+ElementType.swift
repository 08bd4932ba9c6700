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

        /// As many elements in native byte order.
        ///
        /// - fill: fills its argument with their bytes as the file has them.
        func elements<Failure: Error>(
            count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
        ) throws(Failure) -> Elements {
            switch kind {
            case "u1": .uint8(try array(count, fill) { $0 })
            case "u2": .uint16(try array(count, fill) { $0.byteSwapped })
            case "i4": .int32(try array(count, fill) { $0.byteSwapped })
            case "i8": .int64(try array(count, fill) { $0.byteSwapped })
            case "f4": .float32(try array(count, fill) { Float(bitPattern: $0.bitPattern.byteSwapped) })
            default: .float64(try array(count, fill) { Double(bitPattern: $0.bitPattern.byteSwapped) })
            }
        }

        private func array<Element: BitwiseCopyable, Failure: Error>(
            _ count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void,
            swap: (Element) -> Element
        ) throws(Failure) -> [Element] {
            try [Element](capacity: count) { (span: inout OutputSpan<Element>) throws(Failure) in
                try span.withUnsafeMutableBufferPointer { buffer, initializedCount throws(Failure) in
                    try fill(UnsafeMutableRawBufferPointer(buffer))
                    #if _endian(big)
                        let isSwapped = !isBigEndian
                    #else
                        let isSwapped = isBigEndian
                    #endif
                    if isSwapped { for index in buffer.indices { buffer[index] = swap(buffer[index]) } }
                    initializedCount = count
                }
            }
        }
    }
}
