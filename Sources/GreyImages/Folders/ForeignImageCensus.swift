/// Counts the files of a folder whose image formats aren't read.
struct ForeignImageCensus {
    private var found: [ForeignImageFormat: ForeignImages] = [:]
    /// The names of these files without folder and extension.
    private var stems: Set<[UInt8]> = []

    /// The formats found, the most frequent first.
    var formats: [ForeignImages] {
        found.values.sorted { ($1.count, $0.format.name) < ($0.count, $1.format.name) }
    }

    var count: Int { found.values.reduce(0) { $0 + $1.count } }

    /// Counts a file if it has such a format, and returns whether it has.
    ///
    /// - Parameters:
    ///   - name: The path within the folder.
    ///   - last: The last component of that path.
    ///   - path: The path of the file. If the name doesn't reveal the format, as with most DICOM files, the first bytes are
    ///     read.
    mutating func add(_ name: [UInt8], last: [UInt8], path: [UInt8]) -> Bool {
        guard let (format, suffix) = ForeignImageFormat.named(last) ?? Self.format(of: path, last: last)
        else {
            return false
        }
        let shown = FilePath.shown(name)
        var images =
            found[format] ?? ForeignImages(format: format, count: 0, example: shown, suffixes: [])
        images.count += 1
        if FilePath.precedes(shown, images.example) { images.example = shown }
        images.suffixes.insert(suffix)
        found[format] = images
        stems.insert(Array(suffix.isEmpty ? last : last.dropLast(suffix.utf8.count + 1)))
        return true
    }

    /// The number of PNGs that are named after such a file: copies, or masks such as `7_mask.png` for `7.jpg`.
    func namesakes(among pngs: [String]) -> Int {
        if stems.isEmpty { return 0 }
        return pngs.count { png in
            let name = Array(png.utf8)
            let last = name[(name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...].dropLast(
                ".png".utf8.count)
            if stems.contains(Array(last)) { return true }
            return last.indices.contains {
                !Self.isAlphanumeric(last[$0]) && stems.contains(Array(last[..<$0]))
            }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// The format of a file without an extension, or with one of digits, which is common for DICOM files.
    private static func format(of path: [UInt8], last: [UInt8]) -> (ForeignImageFormat, String)? {
        let suffix = last.lastIndex(of: UInt8(ascii: ".")).map { last[($0 + 1)...] } ?? []
        guard suffix.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            let path = String(validating: path, as: UTF8.self)
        else { return nil }
        var front: [UInt8] = []
        guard
            let (count, _) = try? FileBytes.readPrefix(
                ForeignImageFormat.frontSize, of: path, into: &front),
            let format = ForeignImageFormat(front: front.prefix(count))
        else { return nil }
        return (format, "")
    }
}
