/// Text that is safe to show on a terminal.
///
/// Names of files, classes and arrays may hold anything: escape sequences that rename the window or type into it, line ends that
/// fake another message, marks that reverse the order of letters.
enum TerminalText {
    /// The text with every such character written out, as in `\u{1B}`; line feeds stay.
    static func plain(_ text: String) -> String {
        escaped(text, where: { isObeyed($0) && $0 != "\n" }, as: { "\\u{\(hexadecimal($0.value))}" })
    }

    /// JSON text with every such character in strings written out, as in `\u009B`.
    static func plainJSON(_ text: String) -> String {
        // JSON writes scalars beyond the first plane as two halves.
        escaped(
            text, where: { $0.value >= 0x7f && isObeyed($0) },
            as: { scalar in String(scalar).utf16.map { "\\u" + hexadecimal(UInt32($0), digits: 4) }.joined() })
    }

    private static func hexadecimal(_ value: UInt32, digits: Int = 1) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func escaped(
        _ text: String, where isEscaped: (Unicode.Scalar) -> Bool, as written: (Unicode.Scalar) -> String
    ) -> String {
        // Nearly all text is plain ASCII.
        if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isEscaped(scalar) {
                result.append(contentsOf: written(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether a scalar is a control character, a line or paragraph separator, invisible, or changes the direction of writing.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x206f, 0xfeff, 0xfff9...0xfffb,
            0xe0000...0xe007f:
            true
        default: false
        }
    }
}
