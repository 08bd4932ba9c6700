/// Functions on paths, which are plain strings with components separated by `/`.
package enum FilePath {
    /// Whether something exists at a path. A link to nothing counts.
    ///
    /// - Throws: `FileError/unreadable(path:reason:)` if the system can't tell.
    package static func exists(_ path: String) throws(FileError) -> Bool { try System.linkStatus(of: path) != nil }

    /// The path of `name` in `folder`. An absolute `name` stays as it is.
    package static func join(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || name.utf8.first == UInt8(ascii: "/") { return name }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
    }

    /// The last component of a path: `c.png` for `a/b/c.png`, `b` for `a/b/`.
    package static func lastComponent(_ path: String) -> String {
        let path = trimmed(path)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return String(path) }
        let name = path[path.utf8.index(after: slash)...]
        return name.isEmpty ? "/" : String(name)
    }

    /// The path without its last component: `a/b` for `a/b/c.png`, `.` for `c.png`, `/` for `/c.png`.
    package static func folder(of path: String) -> String {
        let path = trimmed(path)
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.utf8.startIndex ? "/" : String(trimmed(String(path[..<slash])))
    }

    /// The path without its extension: `a/b` for `a/b.png`. A leading dot doesn't begin an extension.
    package static func withoutExtension(_ path: String) -> String {
        let name = lastComponent(path)
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return path }
        return String(Substring(trimmed(path).utf8.dropLast(name.utf8[dot...].count)))
    }

    /// Whether a path ends in `.suffix`, ignoring case.
    package static func hasExtension(_ path: String, _ suffix: String) -> Bool {
        hasExtension(path.utf8.suffix(suffix.utf8.count + 1), suffix)
    }

    /// Whether a path, which need not be UTF-8, ends in `.suffix`, ignoring case.
    static func hasExtension(_ path: some BidirectionalCollection<UInt8>, _ suffix: String) -> Bool {
        let ending = Array(path.suffix(suffix.utf8.count + 1))
        guard ending.first == UInt8(ascii: "."), ending.count == suffix.utf8.count + 1 else { return false }
        return zip(ending.dropFirst(), suffix.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    /// Text for one line of a message. Line ends, as a path may contain, are written as `\n` and `\r`, so that they can't
    /// imitate another message.
    package static func line(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else { return text }
        return text.unicodeScalars.map { $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : String($0) }.joined()
    }

    /// A path as text. If it isn't UTF-8, each byte that isn't printable ASCII is written as in `\xff`.
    static func shown(_ path: [UInt8]) -> String {
        if let text = String(validating: path, as: UTF8.self) { return text }
        return path.map { byte in
            if (UInt8(ascii: " ")...UInt8(ascii: "~")).contains(byte) { return String(UnicodeScalar(byte)) }
            return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Whether a path comes before another in the order of their bytes. Swift's `<` follows the rules of Unicode.
    static func precedes(_ path: String, _ other: String) -> Bool {
        path.utf8.lexicographicallyPrecedes(other.utf8)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    /// The path without trailing slashes. `/` stays as it is.
    static func withoutTrailingSlashes(_ path: String) -> String { String(trimmed(path)) }

    private static func trimmed(_ path: String) -> Substring {
        var path = path[...]
        // Bytes are compared because a slash with a combining mark is another Swift character.
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") {
            path = path[..<path.utf8.index(before: path.endIndex)]
        }
        return path
    }
}
