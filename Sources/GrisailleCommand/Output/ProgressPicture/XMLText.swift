import Grisaille

/// Text that XML documents may hold, wherever it comes from.
enum XMLText {
    /// The text with the characters escaped that XML or a terminal would obey, on one line.
    ///
    /// XML has no way to write most control characters, so they are written out, as in `\u{1B}`.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in TerminalText.plain(FilePath.line(text)).unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            // The two scalars that are neither control characters nor allowed in XML.
            case "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The beginning and the end of a text that is longer than a number of characters.
    static func shortened(_ text: String, to count: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > count else { return text }
        let end = count / 3
        return String(String.UnicodeScalarView(scalars.prefix(count - 1 - end))) + "…"
            + String(String.UnicodeScalarView(scalars.suffix(end)))
    }
}
