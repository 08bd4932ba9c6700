/// Conversions to and from 16-bit floats (IEEE 754 binary16), which files may hold.
extension Buffer {
    /// The nearest little-endian 16-bit float of each value; values that are too large become the largest.
    package var halfPrecisionBytes: [UInt8] {
        withSpan { values in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(2 * values.count)
            for index in values.indices {
                let half = Self.half(values[index])
                bytes.append(UInt8(truncatingIfNeeded: half))
                bytes.append(UInt8(truncatingIfNeeded: half >> 8))
            }
            return bytes
        }
    }

    /// Sets the values from little-endian 16-bit floats, two bytes per value.
    package func copy(fromHalfPrecision bytes: ArraySlice<UInt8>) {
        precondition(bytes.count == 2 * count, "two bytes per value")
        withMutableSpan { values in
            for index in values.indices {
                let place = bytes.startIndex + 2 * index
                values[index] = Self.single(UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8)
            }
        }
    }

    static func half(_ value: Float) -> UInt16 {
        let sign = UInt16(value.bitPattern >> 16) & 0x8000
        let magnitude = value.bitPattern & 0x7fff_ffff
        if magnitude > 0x7f80_0000 { return sign | 0x7e00 }
        // Below 2⁻¹⁴ the step of a 16-bit float is 2⁻²⁴.
        if magnitude < 0x3880_0000 { return sign | UInt16((value.magnitude * 0x1p24).rounded(.toNearestOrEven)) }
        let rounded = magnitude + 0x0fff + (magnitude >> 13 & 1)
        return sign | UInt16(min(0x7bff, (rounded - 0x3800_0000) >> 13))
    }

    static func single(_ half: UInt16) -> Float {
        let sign = UInt32(half & 0x8000) << 16
        let magnitude = UInt32(half & 0x7fff)
        if magnitude >= 0x7c00 { return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13) }
        if magnitude < 0x0400 { return Float(bitPattern: sign | (Float(magnitude) * 0x1p-24).bitPattern) }
        return Float(bitPattern: sign | ((magnitude << 13) + 0x3800_0000))
    }
}
