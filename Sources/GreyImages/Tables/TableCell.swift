/// Converts texts to cells of comma-separated values (RFC 4180), and back.
///
/// A spreadsheet would run a text that begins like a formula and isn't a number. Such a text is written after an apostrophe,
/// which marks text in spreadsheets, and is read without it.
package enum TableCell {
    private static let apostrophe = UInt8(ascii: "'")
    private static let quote = UInt8(ascii: "\"")

    /// The cell for a text, quoted if necessary.
    package static func written(_ text: String) -> String {
        // Bytes are compared because that is fast for plain names.
        let text = isFormula(Array(text.utf8)) ? "'" + text : text
        let isQuoted =
            text.utf8.contains(where: needsQuotes) || [text.utf8.first, text.utf8.last].contains { isSpace($0) }
        guard isQuoted else { return text }
        // Bytes are compared because a quote with a combining mark is another Swift character.
        let doubled = text.utf8.flatMap { $0 == quote ? [quote, quote] : [$0] }
        return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
    }

    /// The text of a cell without its quotes.
    package static func read(_ cell: String) -> String {
        guard cell.utf8.first == apostrophe else { return cell }
        let bytes = Array(cell.utf8)
        return isFormula(bytes) ? String(decoding: bytes.dropFirst(), as: UTF8.self) : cell
    }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Whether a byte is a space, which is removed from the ends of cells without quotes.
    private static func isSpace(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    /// Whether a text looks like a formula, possibly after apostrophes. Such a text gets one more apostrophe, so that it can
    /// be read back.
    private static func isFormula(_ bytes: [UInt8]) -> Bool {
        let text = bytes.drop { $0 == apostrophe }
        switch text.first {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
            UInt8(ascii: "\r"), UInt8(ascii: "\n"):
            return !isNumber(text)
        default: return false
        }
    }

    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
            && Double(String(decoding: bytes, as: UTF8.self)) != nil
    }
}
