/// Paths as plain strings, taken apart at `/`.
public enum FilePath {
    /// Whether anything is there, a link to nothing among it.
    ///
    /// - Throws: ``FileError/unreadable(path:reason:)`` where the system can't tell.
    public static func exists(_ path: String) throws(FileError) -> Bool { try System.linkStatus(of: path) != nil }

    /// `name` inside `folder`; an absolute `name` stays as it is.
    public static func join(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || name.utf8.first == UInt8(ascii: "/") { return name }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
    }

    /// What follows the last slash, trailing slashes aside: `c.png` of `a/b/c.png`, `b` of `a/b/`.
    public static func lastComponent(_ path: String) -> String {
        let path = trimmed(path)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return String(path) }
        let name = path[path.utf8.index(after: slash)...]
        return name.isEmpty ? "/" : String(name)
    }

    /// What stands before the last component: `a/b` of `a/b/c.png`, `.` of `c.png`, `/` of `/c.png`.
    public static func folder(of path: String) -> String {
        let path = trimmed(path)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(trimmed(String(path[..<slash])))
    }

    /// The path less the last component's suffix: `a/b` of `a/b.png`. A leading dot begins no suffix.
    public static func withoutExtension(_ path: String) -> String {
        let name = lastComponent(path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return path }
        return String(Substring(trimmed(path).utf8.dropLast(name.utf8[dot...].count)))
    }

    /// Whether the path ends in `.suffix`, in whatever case.
    public static func hasExtension(_ path: String, _ suffix: String) -> Bool {
        hasExtension(path.utf8.suffix(suffix.utf8.count + 1), suffix)
    }

    /// Whether a path, which may be no UTF-8, ends in `.suffix`, in whatever case.
    static func hasExtension(_ path: some BidirectionalCollection<UInt8>, _ suffix: String) -> Bool {
        let ending = Array(path.suffix(suffix.utf8.count + 1))
        guard ending.first == UInt8(ascii: "."), ending.count == suffix.utf8.count + 1 else { return false }
        return zip(ending.dropFirst(), suffix.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    /// A path in a line of text: a line end in it, which would feign another message, is written out.
    public static func line(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else { return path }
        return path.unicodeScalars.map { $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : String($0) }.joined()
    }

    /// A path as text: where it isn't UTF-8, every byte that isn't printable ASCII is written as in `\xff`.
    static func shown(_ path: [UInt8]) -> String {
        if let text = String(validating: path, as: UTF8.self) { return text }
        return path.map { byte in
            if (UInt8(ascii: " ")...UInt8(ascii: "~")).contains(byte) { return String(UnicodeScalar(byte)) }
            return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Whether a path comes before another, byte by byte, where Swift would compare by Unicode's rules.
    static func precedes(_ path: String, _ other: String) -> Bool {
        path.utf8.lexicographicallyPrecedes(other.utf8)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    /// The path less the slashes at its end, unless it is nothing but slashes.
    static func withoutTrailingSlashes(_ path: String) -> String { String(trimmed(path)) }

    private static func trimmed(_ path: String) -> Substring {
        var path = path[...]
        // By bytes: a slash may be a part of a longer character.
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") {
            path = path[..<path.utf8.index(before: path.endIndex)]
        }
        return path
    }
}
