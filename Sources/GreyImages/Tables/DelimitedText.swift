/// A parser for comma-separated values (RFC 4180), and for the variants with semicolons or tabs.
///
/// Lines end with `\n`, `\r\n` or `\r`. A cell in double quotes may contain delimiters and line ends. Two quotes inside it
/// stand for one. Spaces around a cell aren't part of it unless they are quoted.
struct DelimitedText {
    /// One line of cells, or several lines if a cell contains line ends.
    struct Record: Equatable {
        var cells: [String]
        /// The number of the line on which it begins, from 1.
        var line: Int
    }

    /// Why text can't be parsed.
    enum Fault: Error, Equatable {
        case unendedQuote(line: Int)
        case textAfterQuote(line: Int)
    }

    private let bytes: ArraySlice<UInt8>
    private let delimiter: UInt8
    private var place: Int
    private(set) var line: Int

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// - Parameters:
    ///   - bytes: The text in UTF-8.
    ///   - delimiter: The byte between two cells.
    ///   - line: The number of the first line.
    init(_ bytes: ArraySlice<UInt8>, delimiter: UInt8, line: Int = 1) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.line = line
        place = bytes.startIndex
    }

    /// All records except those whose cells are all empty.
    ///
    /// - Complexity: O(bytes).
    static func records(of bytes: ArraySlice<UInt8>, delimiter: UInt8, line: Int = 1) throws(Fault) -> [Record] {
        var text = DelimitedText(bytes, delimiter: delimiter, line: line)
        var records: [Record] = []
        while let record = try text.next() { records.append(record) }
        return records
    }

    /// The next record that isn't empty; nil at the end of the text.
    mutating func next() throws(Fault) -> Record? {
        while place < bytes.endIndex {
            let start = line
            var cells = [try cell()]
            while place < bytes.endIndex, bytes[place] == delimiter {
                place += 1
                cells.append(try cell())
            }
            endLine()
            if cells.contains(where: { !$0.isEmpty }) { return Record(cells: cells, line: start) }
        }
        return nil
    }

    /// Reads a cell, up to the delimiter or line end after it.
    private mutating func cell() throws(Fault) -> String {
        skipSpace()
        if place < bytes.endIndex, bytes[place] == Self.quote { return try quotedCell() }
        let start = place
        var end = place
        while place < bytes.endIndex, !endsCell(bytes[place]) {
            if !isSpace(bytes[place]) { end = place + 1 }
            place += 1
        }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private mutating func quotedCell() throws(Fault) -> String {
        let start = line
        var content: [UInt8] = []
        place += 1
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            if byte == Self.quote {
                guard place < bytes.endIndex, bytes[place] == Self.quote else {
                    skipSpace()
                    guard place == bytes.endIndex || endsCell(bytes[place]) else { throw .textAfterQuote(line: line) }
                    return String(decoding: content, as: UTF8.self)
                }
                place += 1
            } else if byte == Self.newline || byte == Self.carriageReturn && !isNewline(at: place) {
                line += 1
            }
            content.append(byte)
        }
        throw .unendedQuote(line: start)
    }

    private mutating func endLine() {
        guard place < bytes.endIndex else { return }
        let isPair = bytes[place] == Self.carriageReturn && isNewline(at: place + 1)
        place += isPair ? 2 : 1
        line += 1
    }

    private mutating func skipSpace() {
        while place < bytes.endIndex, isSpace(bytes[place]) { place += 1 }
    }

    private func isNewline(at index: Int) -> Bool { index < bytes.endIndex && bytes[index] == Self.newline }

    private func isSpace(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter
    }

    private func endsCell(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == Self.newline || byte == Self.carriageReturn
    }
}
