extension NumpyArray {
    /// The type of the elements, parsed from a `descr` such as `<f4`: byte order, kind and bytes per element.
    struct ElementType {
        private let kind: String
        private let isBigEndian: Bool
        /// The number of bytes per element.
        let width: Int

        private static let widths = [
            "b1": 1, "i1": 1, "u1": 1, "i2": 2, "u2": 2, "i4": 4, "u4": 4, "i8": 8, "u8": 8, "f2": 2, "f4": 4, "f8": 8,
        ]

        init(descr: String, path: String) throws(NumpyError) {
            kind = String(descr.dropFirst())
            isBigEndian = descr.first == ">"
            guard let first = descr.first, "<>|=".contains(first), let width = Self.widths[kind] else {
                throw .elementType(path: path, found: descr, remedy: Self.remedy(for: kind))
            }
            self.width = width
        }

        private static func remedy(for kind: String) -> String {
            switch kind.first {
            case "f": "save array.astype(np.float64) instead"
            case "c": "save np.abs(array) instead"
            case "O": "save np.stack(list(array)) of arrays of one size and type instead"
            default: "save an array of numbers instead"
            }
        }

        /// Reads elements and converts them to native byte order.
        ///
        /// - Parameters:
        ///   - count: The number of elements.
        ///   - fill: Fills its argument with the bytes of the file.
        func elements<Failure: Error>(
            count: Int, fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
        ) throws(Failure) -> Elements {
            switch kind {
            case "b1": .bool(try array(count, fill) { (byte: UInt8) in byte }.map { $0 != 0 })
            case "i1": .int8(try array(count, fill) { $0 })
            case "u1": .uint8(try array(count, fill) { $0 })
            case "i2": .int16(try array(count, fill) { $0.byteSwapped })
            case "u2": .uint16(try array(count, fill) { $0.byteSwapped })
            case "i4": .int32(try array(count, fill) { $0.byteSwapped })
            case "u4": .uint32(try array(count, fill) { $0.byteSwapped })
            case "i8": .int64(try array(count, fill) { $0.byteSwapped })
            case "u8": .uint64(try array(count, fill) { $0.byteSwapped })
            case "f2": .float32(try array(count, fill) { (bits: UInt16) in bits.byteSwapped }.map(Self.float))
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

        /// The value of a half-precision number (IEEE 754 binary16): a sign, five bits of exponent, ten bits of fraction.
        private static func float(ofHalf bits: UInt16) -> Float {
            let sign = UInt32(bits & 0x8000) << 16
            let (exponent, fraction) = (UInt32(bits >> 10) & 31, UInt32(bits & 0x3FF))
            switch exponent {
            // A subnormal number is a multiple of 2⁻²⁴, which a float represents exactly.
            case 0: return Float(bitPattern: sign | (Float(fraction) * 0x1p-24).bitPattern)
            case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
            default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
            }
        }
    }
}
