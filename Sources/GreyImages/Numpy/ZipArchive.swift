import CPNG

/// A zip archive in memory, with stored or deflated entries, as in NumPy's `.npz` files.
///
/// Files may be malicious. Every offset and size is checked against the bytes of the file before it is used. A size that
/// deflate can't reach is an error before memory is allocated.
///
/// Source: PKWARE, "APPNOTE.TXT: .ZIP File Format Specification", sections 4.3 and 4.5.3.
struct ZipArchive {
    /// A file in the archive.
    struct Entry {
        let name: String
        fileprivate let flags: Int
        fileprivate let method: Int
        fileprivate let checksum: UInt32
        fileprivate let storedSize: Int
        let size: Int
        fileprivate let headerStart: Int
    }

    /// Why an archive or an entry can't be read.
    struct Fault: Error, Equatable {
        let reason: String
    }

    /// The first bytes of an archive that isn't empty.
    static let magic: [UInt8] = Array("PK\u{3}\u{4}".utf8)

    /// Whether the first bytes of a file are those of an archive, which may be empty.
    static func isArchive(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: magic) || bytes.starts(with: Array("PK\u{5}\u{6}".utf8))
    }

    let entries: [Entry]
    private let bytes: [UInt8]

    /// The maximum number of bytes to which deflate expands one byte.
    private static let greatestRatio = 1032
    private static let entryLimit = 10_000

    private enum Signature {
        static let header = 0x0403_4b50
        static let entry = 0x0201_4b50
        static let end = 0x0605_4b50
        static let end64 = 0x0606_4b50
        static let locator64 = 0x0706_4b50
    }

    /// Reads the directory of an archive.
    ///
    /// - Complexity: O(entries).
    init(_ bytes: [UInt8]) throws(Fault) {
        self.bytes = bytes
        var (count, place) = try Self.directory(of: bytes)
        guard count <= Self.entryLimit else {
            throw Fault(reason: "it has \(count) entries, and the maximum is \(Self.entryLimit)")
        }
        var entries: [Entry] = []
        while count > 0 {
            guard let (entry, next) = Self.entry(at: place, of: bytes) else {
                throw Fault(reason: "its directory isn't valid")
            }
            entries.append(entry)
            place = next
            count -= 1
        }
        self.entries = entries
    }

    /// The decompressed bytes of an entry, after verifying its checksum.
    ///
    /// - Complexity: O(size of the entry).
    func contents(of entry: Entry) throws(Fault) -> [UInt8] {
        let (content, isWhole) = try decompressed(entry, capacity: entry.size)
        guard isWhole, content.count == entry.size else { throw Fault(reason: "‘\(entry.name)’ can't be decompressed") }
        let checksum = content.withUnsafeBufferPointer { CPNGChecksum($0.baseAddress, $0.count) }
        guard checksum == entry.checksum else { throw Fault(reason: "‘\(entry.name)’ has a wrong checksum") }
        return content
    }

    /// At most `count` bytes from the start of an entry, without verifying its checksum.
    func prefix(_ count: Int, of entry: Entry) throws(Fault) -> [UInt8] {
        try decompressed(entry, capacity: min(count, entry.size)).content
    }

    private func decompressed(_ entry: Entry, capacity: Int) throws(Fault) -> (content: [UInt8], isWhole: Bool) {
        guard entry.flags & 1 == 0 else { throw Fault(reason: "‘\(entry.name)’ is encrypted") }
        guard Self.number(4, at: entry.headerStart, of: bytes) == Signature.header,
            let nameLength = Self.number(2, at: entry.headerStart + 26, of: bytes),
            let extraLength = Self.number(2, at: entry.headerStart + 28, of: bytes)
        else { throw Fault(reason: "‘\(entry.name)’ isn't where the directory says") }
        let start = entry.headerStart + 30 + nameLength + extraLength
        guard start <= bytes.count, entry.storedSize <= bytes.count - start,
            entry.size / Self.greatestRatio <= entry.storedSize
        else { throw Fault(reason: "‘\(entry.name)’ ends early") }
        let stored = bytes[start..<(start + entry.storedSize)]
        switch entry.method {
        case 0: return (Array(stored.prefix(capacity)), entry.size == entry.storedSize)
        case 8:
            var isWhole = false
            let content = [UInt8](unsafeUninitializedCapacity: capacity) { room, count in
                count = stored.withUnsafeBufferPointer {
                    CPNGInflate($0.baseAddress, $0.count, room.baseAddress, capacity, &isWhole)
                }
            }
            return (content, isWhole)
        default: throw Fault(reason: "‘\(entry.name)’ is compressed by an unknown method")
        }
    }

    /// The number of entries, and the offset of the record of the first.
    private static func directory(of bytes: [UInt8]) throws(Fault) -> (count: Int, start: Int) {
        // The end record has 22 bytes, and a comment of at most 65,535 bytes after it.
        let last = bytes.count - 22
        guard last >= 0,
            let end = (max(0, last - 0xFFFF)...last).last(where: { number(4, at: $0, of: bytes) == Signature.end }),
            let count = number(2, at: end + 10, of: bytes), let start = number(4, at: end + 16, of: bytes)
        else { throw Fault(reason: "it ends early") }
        guard count == 0xFFFF || start == 0xFFFF_FFFF else { return (count, start) }
        guard number(4, at: end - 20, of: bytes) == Signature.locator64, let end64 = number(8, at: end - 12, of: bytes),
            number(4, at: end64, of: bytes) == Signature.end64, let count = number(8, at: end64 + 32, of: bytes),
            let start = number(8, at: end64 + 48, of: bytes)
        else { throw Fault(reason: "its directory can't be found") }
        return (count, start)
    }

    private static func entry(at place: Int, of bytes: [UInt8]) -> (entry: Entry, next: Int)? {
        func field(_ size: Int, _ offset: Int) -> Int? { number(size, at: place + offset, of: bytes) }
        guard number(4, at: place, of: bytes) == Signature.entry, let flags = field(2, 8), let method = field(2, 10),
            let checksum = field(4, 16), var storedSize = field(4, 20), var size = field(4, 24),
            let nameLength = field(2, 28), let extraLength = field(2, 30), let commentLength = field(2, 32),
            var headerStart = field(4, 42)
        else { return nil }
        let nameStart = place + 46
        let extraStart = nameStart + nameLength
        let next = extraStart + extraLength + commentLength
        guard next <= bytes.count else { return nil }
        // Numbers of more than 32 bits are in an extra field, in this order, and only those that need it.
        var extra = extraStart
        while extra + 4 <= extraStart + extraLength, let kind = number(2, at: extra, of: bytes),
            let length = number(2, at: extra + 2, of: bytes)
        {
            if kind == 1 {
                var field = extra + 4
                func widen(_ value: inout Int) -> Bool {
                    guard value == 0xFFFF_FFFF else { return true }
                    guard field + 8 <= extra + 4 + length, let wide = number(8, at: field, of: bytes) else {
                        return false
                    }
                    value = wide
                    field += 8
                    return true
                }
                guard widen(&size), widen(&storedSize), widen(&headerStart) else { return nil }
            }
            extra += 4 + length
        }
        let entry = Entry(
            name: String(decoding: bytes[nameStart..<extraStart], as: UTF8.self), flags: flags, method: method,
            checksum: UInt32(checksum), storedSize: storedSize, size: size, headerStart: headerStart)
        return (entry, next)
    }

    /// A little-endian number of up to 8 bytes; nil if the file is too short, or if the number isn't below 2⁶². Sums of a
    /// few such numbers can't overflow.
    private static func number(_ size: Int, at place: Int, of bytes: [UInt8]) -> Int? {
        guard place >= 0, place <= bytes.count - size else { return nil }
        let number = (0..<size).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
        return number < 1 << 62 ? Int(number) : nil
    }
}
