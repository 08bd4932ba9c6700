extension DelimitedText {
    /// The delimiters that are recognised, in order of preference.
    private static let delimiters = [",", ";", "\t"].map { (text: StaticString) in text.utf8Start.pointee }

    /// Reads text and recognises its delimiter.
    ///
    /// A first line `sep=;`, which Excel understands, names the delimiter. Otherwise the delimiter is the one that divides
    /// the header line into the most cells. If several divide it, one that gives all lines as many cells as the header is
    /// preferred.
    ///
    /// - Complexity: O(bytes).
    static func records(recognisingDelimiterOf bytes: ArraySlice<UInt8>) throws(Fault) -> [Record] {
        if let (delimiter, rest) = namedDelimiter(of: bytes) {
            return try records(of: rest, delimiter: delimiter, line: 2)
        }
        var candidates: [(delimiter: UInt8, cells: Int)] = []
        for delimiter in delimiters {
            // An unterminated quote is reported below.
            var text = DelimitedText(bytes, delimiter: delimiter)
            guard let header = try? text.next(), header.cells.count > 1 else { continue }
            candidates.append((delimiter, header.cells.count))
        }
        // Sorting is stable.
        candidates.sort { $0.cells > $1.cells }
        guard let likeliest = candidates.first else { return try records(of: bytes, delimiter: delimiters[0]) }
        if candidates.count > 1 {
            for candidate in candidates {
                guard let records = try? records(of: bytes, delimiter: candidate.delimiter),
                    records.allSatisfy({ $0.cells.count == candidate.cells })
                else { continue }
                return records
            }
        }
        return try records(of: bytes, delimiter: likeliest.delimiter)
    }

    private static func namedDelimiter(
        of bytes: ArraySlice<UInt8>
    ) -> (delimiter: UInt8, rest: ArraySlice<UInt8>)? {
        let mark = Array("sep=".utf8)
        guard bytes.count > mark.count + 1, bytes.prefix(mark.count).elementsEqual(mark) else { return nil }
        let delimiter = bytes[bytes.startIndex + mark.count]
        var rest = bytes.dropFirst(mark.count + 1)
        guard delimiters.contains(delimiter) || delimiter == UInt8(ascii: "|") else { return nil }
        if rest.first == UInt8(ascii: "\r") { rest.removeFirst() }
        if rest.first == UInt8(ascii: "\n") { rest.removeFirst() }
        return rest.startIndex > bytes.startIndex + mark.count + 1 ? (delimiter, rest) : nil
    }
}
