/// The values that a column of a label table has for some images.
package struct LabelColumn: Sendable {
    /// The value of one image.
    package struct Cell: Sendable, Hashable {
        package let text: String
        /// The number of its line in the file.
        package let line: Int

        /// The text as a finite decimal number; nil if it isn't one.
        package var number: Double? { LabelColumn.number(text) }

        /// Whether the text marks an unknown value, such as `NA`.
        package var isMissingMark: Bool { LabelColumn.missingMarks.contains(text.lowercased()) }

        /// Whether two cells have the same text or number.
        func agrees(with other: Cell) -> Bool { text == other.text || number.map { $0 == other.number } ?? false }

        /// Whether one cell marks an unknown value and the other is a number.
        func complements(_ other: Cell) -> Bool {
            isMissingMark && other.number != nil || number != nil && other.isMissingMark
        }
    }

    /// The values of all images; nil for images whose value isn't known.
    package enum Values: Sendable, Hashable {
        case numbers([Double?])
        case texts([String?])

        /// The indices of the images whose value is known.
        package var known: [Int] {
            switch self {
            case .numbers(let numbers): numbers.indices.filter { numbers[$0] != nil }
            case .texts(let texts): texts.indices.filter { texts[$0] != nil }
            }
        }
    }

    package let path: String
    package let name: String
    /// The cell of each image; nil if no row names the image, or if the cell is empty.
    package let cells: [Cell?]

    /// The texts, in lower case, that mark an unknown value.
    private static let missingMarks: Set<String> = [
        "", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "nil", "unknown", "missing", "?", "-", ".",
    ]
    /// The largest magnitude of a number. Fitting larger ones would exceed the range of 32-bit floats.
    private static let largestNumber = 1e30

    /// The column as numbers if most known cells are numbers or look like numbers, and as texts otherwise.
    ///
    /// Marks of unknown values, such as `NA`, become nil among numbers. Among texts they become nil if at least two other
    /// texts occur.
    ///
    /// - Throws: `LabelTableError/badCell(path:line:column:text:reason:)` for a cell among numbers that isn't a number.
    package func values() throws(LabelTableError) -> Values {
        guard isNumeric else {
            let others = Set(cells.compactMap(\.self).filter { !$0.isMissingMark }.map(\.text))
            return .texts(cells.map { $0.flatMap { others.count > 1 && $0.isMissingMark ? nil : $0.text } })
        }
        var numbers: [Double?] = []
        for cell in cells {
            guard let cell, !cell.isMissingMark else {
                numbers.append(nil)
                continue
            }
            guard let number = cell.number else { throw bad(cell, because: Self.remedy(for: cell.text)) }
            guard abs(number) <= Self.largestNumber else {
                throw bad(cell, because: "is beyond ±1e30; divide the column by a constant")
            }
            numbers.append(number)
        }
        return .numbers(numbers)
    }

    /// The texts as names of groups of images. In a column of numbers, marks of unknown values are nil.
    package var groups: [String?] {
        let isNumeric = isNumeric
        return cells.map { $0.flatMap { isNumeric && $0.isMissingMark ? nil : $0.text } }
    }

    /// The error for a cell, with the reason.
    package func bad(_ cell: Cell, because reason: String) -> LabelTableError {
        .badCell(path: path, line: cell.line, column: name, text: cell.text, reason: reason)
    }

    private var isNumeric: Bool {
        let known = cells.compactMap(\.self).filter { !$0.isMissingMark }
        return 2 * known.count { Self.meansNumber($0.text) } > known.count
    }

    /// A text as a finite decimal number; nil if it isn't one.
    package static func number(_ text: String) -> Double? {
        guard isDecimal(text.utf8), let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// Whether a text is written as a decimal number, unlike `inf` and `0x1p3`.
    private static func isDecimal(_ text: some Sequence<UInt8>) -> Bool {
        var hasDigit = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): break
            case UInt8(ascii: "e"), UInt8(ascii: "E"): if !hasDigit { return false }
            default: return false
            }
        }
        return hasDigit
    }

    /// Whether a text is a number, also one with a decimal comma.
    private static func meansNumber(_ text: String) -> Bool {
        Double(text) != nil || Double(withPoint(text)) != nil
    }

    private static func withPoint(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
    }

    private static func remedy(for text: String) -> String {
        if text.utf8.contains(UInt8(ascii: ",")), number(withPoint(text)) != nil {
            return "isn't a number; write \(withPoint(text)), with a point"
        }
        let end =
            Double(text).map { $0.isFinite ? "isn't a decimal number" : "isn't a finite number" } ?? "isn't a number"
        return end + "; correct it, or leave the cell empty where the value isn't known"
    }
}
