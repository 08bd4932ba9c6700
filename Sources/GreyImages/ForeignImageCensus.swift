/// Counts a folder's files of image formats that aren't read.
struct ForeignImageCensus {
    private var found: [ForeignImageFormat: ForeignImages] = [:]
    /// Their names without folder and suffix.
    private var stems: Set<[UInt8]> = []

    /// The most frequent first.
    var formats: [ForeignImages] {
        found.values.sorted { ($1.count, $0.format.name) < ($0.count, $1.format.name) }
    }

    var count: Int { found.values.reduce(0) { $0 + $1.count } }

    /// Counts a file where it is of such a format; returns whether it is.
    ///
    /// - Parameters:
    ///   - name: the path within the folder.
    ///   - last: its last component.
    ///   - path: where the file is. It is looked into where its name tells nothing, as that of most DICOM files.
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

    /// How many PNGs are named for such a file: copies of them, or masks such as `7_mask.png` of `7.jpg`.
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

    /// The format of a file without a suffix, or with one of digits as the names of DICOM files have.
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
