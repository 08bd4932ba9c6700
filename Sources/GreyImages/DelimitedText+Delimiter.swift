/// Reads comma-separated values as RFC 4180 has them, lines ended by `\n` or `\r\n`.
enum CommaSeparatedValues {
    struct Record {
        var cells: [String]
        /// The line it begins on, from 1.
        var line: Int
    }

    /// The records of a text; lines without anything are passed over.
    ///
    /// - Throws: `LabelTableError` where a quote isn't ended.
    static func records(of text: String, path: String) throws(LabelTableError) -> [Record] {
        var reader = Reader(bytes: Array(text.utf8))
        if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
        var records: [Record] = []
        while reader.place < reader.bytes.count {
            let line = reader.line
            guard let cells = reader.record() else {
                throw .damaged(path: path, line: line, reason: "has a quote that isn't ended")
            }
            if cells != [""] { records.append(Record(cells: cells, line: line)) }
        }
        return records
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0
        var line = 1

        private static let quote = UInt8(ascii: "\"")
        private static let comma = UInt8(ascii: ",")
        private static let newline = UInt8(ascii: "\n")
        private static let carriageReturn = UInt8(ascii: "\r")

        init(bytes: [UInt8]) { self.bytes = bytes }

        /// The next record's cells; nil where a quote isn't ended.
        mutating func record() -> [String]? {
            var (cells, cell, isQuoted) = ([String](), [UInt8](), false)
            while place < bytes.count {
                let byte = bytes[place]
                place += 1
                if byte == Self.newline { line += 1 }
                if isQuoted {
                    guard byte == Self.quote else {
                        cell.append(byte)
                        continue
                    }
                    if place < bytes.count, bytes[place] == Self.quote {
                        cell.append(byte)
                        place += 1
                    } else {
                        isQuoted = false
                    }
                } else if byte == Self.quote, cell.isEmpty {
                    isQuoted = true
                } else if byte == Self.comma {
                    cells.append(String(decoding: cell, as: UTF8.self))
                    cell = []
                } else if byte == Self.newline {
                    break
                } else {
                    cell.append(byte)
                }
            }
            if isQuoted { return nil }
            if cell.last == Self.carriageReturn { cell.removeLast() }
            return cells + [String(decoding: cell, as: UTF8.self)]
        }
    }
}
