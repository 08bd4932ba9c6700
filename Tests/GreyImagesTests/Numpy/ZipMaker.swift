import CPNG

/// Writes zip archives for testing the reader.
struct ZipMaker {
    var entries: [(name: String, content: [UInt8])]
    /// The entries as deflated bytes, and their contents.
    var raw: [(name: String, deflated: [UInt8], content: [UInt8])] = []
    /// Whether sizes are in the 64-bit field, as NumPy writes them.
    var hasWideSizes = false
    /// A false size for the directory.
    var claimedSize: Int?
    /// Whether stored entries are marked as deflated.
    var isDeflated = false

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    var bytes: [UInt8] {
        var (files, directory) = ([UInt8](), [UInt8]())
        let all =
            entries.map { (name: $0.name, data: $0.content, content: $0.content, method: isDeflated ? 8 : 0) }
            + raw.map { (name: $0.name, data: $0.deflated, content: $0.content, method: 8) }
        for entry in all {
            let start = files.count
            let sum = entry.content.withUnsafeBufferPointer { Int(CPNGChecksum($0.baseAddress, $0.count)) }
            let name = Array(entry.name.utf8)
            let sizes = (stored: entry.data.count, whole: claimedSize ?? entry.content.count)
            let wide =
                Self.number(1, 2) + Self.number(16, 2) + Self.number(sizes.whole, 8) + Self.number(sizes.stored, 8)
            let extra = hasWideSizes ? wide : []
            let narrow =
                hasWideSizes
                ? [UInt8](repeating: 0xFF, count: 8) : Self.number(sizes.stored, 4) + Self.number(sizes.whole, 4)
            let common =
                Self.number(20, 2) + Self.number(0, 2) + Self.number(entry.method, 2) + Self.number(0, 4)
                + Self.number(sum, 4) + narrow + Self.number(name.count, 2) + Self.number(extra.count, 2)
            files += Array("PK\u{3}\u{4}".utf8) + common + name + extra + entry.data
            directory +=
                Array("PK\u{1}\u{2}".utf8) + Self.number(20, 2) + common + Self.number(0, 2) + Self.number(0, 2)
                + Self.number(0, 2) + Self.number(0, 4) + Self.number(start, 4) + name + extra
        }
        return files + directory + Array("PK\u{5}\u{6}".utf8) + Self.number(0, 4) + Self.number(all.count, 2)
            + Self.number(all.count, 2) + Self.number(directory.count, 4) + Self.number(files.count, 4)
            + Self.number(0, 2)
    }
}
