/// A column of a table of labels: what it says of each of some images.
public struct LabelColumn: Sendable {
    /// What a row says of an image.
    public struct Cell: Sendable, Hashable {
        public let text: String
        /// The row's line in the file.
        public let line: Int

        /// The finite decimal number that it holds; nil of anything else.
        public var number: Double? { LabelColumn.number(text) }

        /// Whether it stands for a value that isn't known.
        public var isMissingMark: Bool { LabelColumn.missingMarks.contains(text.lowercased()) }

        /// Whether both hold the same text or number.
        func agrees(with other: Cell) -> Bool { text == other.text || number.map { $0 == other.number } ?? false }

        /// Whether one is missing, and the other a number.
        func complements(_ other: Cell) -> Bool {
            isMissingMark && other.number != nil || number != nil && other.isMissingMark
        }
    }

    /// What a column holds of every image, nil where nothing is known of it.
    public enum Values: Sendable, Hashable {
        case numbers([Double?])
        case texts([String?])

        /// The indices of the images of which something is known.
        public var known: [Int] {
            switch self {
            case .numbers(let numbers): numbers.indices.filter { numbers[$0] != nil }
            case .texts(let texts): texts.indices.filter { texts[$0] != nil }
            }
        }
    }

    public let path: String
    public let name: String
    /// One an image; nil of those that no row names, or whose cell is empty.
    public let cells: [Cell?]

    /// Marks that stand for a value that isn't known, in small letters.
    private static let missingMarks: Set<String> = [
        "", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "nil", "unknown", "missing", "?", "-", ".",
    ]
    /// Numbers beyond leave the range of 32-bit floats when they are fitted.
    private static let largestNumber = 1e30

    /// The column as numbers where most of what is known is numbers or means to be, or else as texts. Marks of missing
    /// values, such as `NA`, are nil: among numbers always, among texts where two others are left.
    ///
    /// - Throws: ``LabelTableError/badCell(path:line:column:text:reason:)`` for a cell among numbers that is none.
    public func values() throws(LabelTableError) -> Values {
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
                throw bad(cell, because: "is beyond ±1e30; divide the column")
            }
            numbers.append(number)
        }
        return .numbers(numbers)
    }

    /// The texts as groups of images: among numbers, marks of missing values are nil.
    public var groups: [String?] {
        let isNumeric = isNumeric
        return cells.map { $0.flatMap { isNumeric && $0.isMissingMark ? nil : $0.text } }
    }

    /// An error that names a cell.
    public func bad(_ cell: Cell, because reason: String) -> LabelTableError {
        .badCell(path: path, line: cell.line, column: name, text: cell.text, reason: reason)
    }

    private var isNumeric: Bool {
        let known = cells.compactMap(\.self).filter { !$0.isMissingMark }
        return 2 * known.count { Self.meansNumber($0.text) } > known.count
    }

    private static func number(_ text: String) -> Double? {
        guard isDecimal(text.utf8), let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// Whether a text is a decimal number, which `inf` and `0x1p3` aren't.
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

    /// Whether a text is a number, or was meant as one and is written otherwise.
    private static func meansNumber(_ text: String) -> Bool {
        Double(text) != nil || Double(withPoint(text)) != nil
    }

    private static func withPoint(_ text: String) -> String {
        String(decoding: text.utf8.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
    }

    private static func remedy(for text: String) -> String {
        if text.utf8.contains(UInt8(ascii: ",")), number(withPoint(text)) != nil {
            return "is no number; write \(withPoint(text)), with a point"
        }
        let end = Double(text).map { $0.isFinite ? "is no decimal number" : "is no finite number" } ?? "is no number"
        return end + "; correct it, or leave the cell empty where the value isn't known"
    }
}
