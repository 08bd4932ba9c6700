/// Recognises the encoding of a text file, and converts it to UTF-8.
enum TextEncoding {
    /// Why bytes aren't text.
    enum Fault: Error, Equatable {
        /// There is a zero byte, or one that isn't a character.
        case binary(line: Int)
        case unsupported(String)
    }

    /// The text in UTF-8, without a byte order mark.
    ///
    /// UTF-16 is recognised by its mark. Text that isn't valid UTF-8 is read as Windows-1252, which extends Latin-1 and which
    /// older programs write in Western Europe and America.
    ///
    /// - Complexity: O(bytes).
    static func utf8(of bytes: [UInt8]) throws(Fault) -> ArraySlice<UInt8> {
        var text = bytes[...]
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            throw .unsupported("UTF-32")
        } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            text = try fromUTF16(bytes)[...]
        } else {
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { text = bytes.dropFirst(3) }
            if !isUTF8(text) { text = try fromWindows1252(text)[...] }
        }
        if let zero = text.firstIndex(of: 0) { throw .binary(line: line(of: zero, in: text)) }
        return text
    }

    private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.allSatisfy({ $0 < 0x80 }) { return true }
        return bytes.withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) != nil }
    }

    private static func fromUTF16(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        guard bytes.count.isMultiple(of: 2) else { throw .unsupported("UTF-16 with an odd count of bytes") }
        let isLittle = bytes[0] == 0xFF
        let units = stride(from: 2, to: bytes.count, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        guard let text = String(validating: units, as: UTF16.self) else {
            throw .unsupported("UTF-16 with halves of characters")
        }
        return Array(text.utf8)
    }

    /// The characters 0x80...0x9F of Windows-1252, which differ from Latin-1; 0 for undefined ones.
    private static let windows: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    private static func fromWindows1252(_ bytes: ArraySlice<UInt8>) throws(Fault) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count)
        for (index, byte) in zip(bytes.indices, bytes) {
            let unit = (0x80..<0xA0).contains(byte) ? windows[Int(byte) - 0x80] : UInt16(byte)
            if unit == 0 { throw .binary(line: line(of: index, in: bytes)) }
            units.append(unit)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    private static func line(of index: Int, in bytes: ArraySlice<UInt8>) -> Int {
        1 + bytes[..<index].count { $0 == UInt8(ascii: "\n") }
    }
}
