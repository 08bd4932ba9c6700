/// A table with one row per image: text with a header line and cells separated by commas, semicolons or tabs.
///
/// The column `file`, or else the first column, names the images.
package struct LabelTable: Sendable {
    package let path: String
    /// The names in the header, including that of the column with the images.
    package let columns: [String]
    let rows: [DelimitedText.Record]
    private let nameColumn: Int

    /// The maximum size of a table in bytes.
    private static let sizeLimit = 1 << 30

    /// The name in each row, and the number of its line in the file.
    package var names: [(name: String, line: Int)] { rows.map { ($0.cells[nameColumn], $0.line) } }

    /// Reads a table.
    ///
    /// - Throws: `LabelTableError`, `FileError`.
    package init(contentsOf path: String) throws {
        try self.init(bytes: FileBytes.read(path, limit: Self.sizeLimit), path: path)
    }

    /// Parses a table in UTF-8, in UTF-16 with a byte order mark, or else in Windows-1252.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the file.
    ///   - path: The name of the file in errors.
    /// - Throws: `LabelTableError`.
    package init(bytes: [UInt8], path: String) throws(LabelTableError) {
        var records = try Self.records(of: bytes, path: path)
        guard !records.isEmpty else { throw .empty(path: path) }
        let header = records.removeFirst().cells
        for record in records where record.cells.count != header.count {
            throw .damaged(
                path: path, line: record.line,
                reason:
                    "has \(record.cells.count == 1 ? "1 cell" : "\(record.cells.count) cells") where the header has "
                    + "\(header.count); put a cell that holds a delimiter in double quotes")
        }
        self.path = path
        columns = header.map(TableCell.read)
        rows = records.map { DelimitedText.Record(cells: $0.cells.map(TableCell.read), line: $0.line) }
        nameColumn = columns.firstIndex(of: "file") ?? columns.firstIndex { $0.lowercased() == "file" } ?? 0
        if let row = rows.first(where: { $0.cells[nameColumn].isEmpty }) {
            throw .damaged(
                path: path, line: row.line, reason: "has nothing in the column ‘\(columns[nameColumn])’; name its image"
            )
        }
    }

    private static func records(of bytes: [UInt8], path: String) throws(LabelTableError) -> [DelimitedText.Record] {
        if GitPointer.isPointer(bytes) { throw .gitPointer(path: path) }
        if bytes.starts(with: ZipArchive.magic) { throw .workbook(path: path) }
        let text: ArraySlice<UInt8>
        do throws(TextEncoding.Fault) {
            text = try TextEncoding.utf8(of: bytes)
        } catch {
            switch error {
            case .unsupported(let encoding): throw .encoding(path: path, "is encoded in \(encoding)")
            case .binary(let line): throw .encoding(path: path, "holds bytes in line \(line) that aren't text")
            }
        }
        do throws(DelimitedText.Fault) {
            return try DelimitedText.records(recognisingDelimiterOf: text)
        } catch {
            switch error {
            case .unendedQuote(let line):
                throw .damaged(
                    path: path, line: line,
                    reason: "has an opening quote without a closing one; write a quote in a cell twice")
            case .textAfterQuote(let line):
                throw .damaged(
                    path: path, line: line, reason: "has text after a quoted cell; write a quote in a cell twice")
            }
        }
    }

    /// The values of a column for some images.
    ///
    /// A row names an image by its path within the folder, with or without the extension. The name of the file alone is
    /// enough if no other image has it.
    ///
    /// - Parameters:
    ///   - name: The name of the column.
    ///   - images: The names of the images.
    /// - Throws: `LabelTableError` if there is no such column, if it has no value for any image, or if two rows have
    ///   different values for one image.
    /// - Complexity: O(rows + images).
    package func column(_ name: String, for images: [String]) throws(LabelTableError) -> LabelColumn {
        let place = try place(of: name)
        let index = RowIndex(rows.map { $0.cells[nameColumn] })
        var cells: [LabelColumn.Cell?] = []
        for found in index.rows(ofImages: images) { cells.append(try cell(name, place, in: found)) }
        guard cells.contains(where: { $0 != nil }) else {
            throw .noMatch(
                path: path, column: name, image: images.first ?? "", row: rows.first?.cells[nameColumn])
        }
        return LabelColumn(path: path, name: name, cells: cells)
    }

    /// The values of a column for items that the rows name exactly.
    ///
    /// - Throws: `LabelTableError` if there is no such column, or if two rows have different values for one item.
    package func column(_ name: String, forExactly items: [String]) throws(LabelTableError) -> LabelColumn {
        let place = try place(of: name)
        let index = RowIndex(rows.map { $0.cells[nameColumn] })
        var cells: [LabelColumn.Cell?] = []
        for item in items { cells.append(try cell(name, place, in: index.rows(named: item))) }
        return LabelColumn(path: path, name: name, cells: cells)
    }

    private func place(of column: String) throws(LabelTableError) -> Int {
        let places = columns.indices.filter { columns[$0] == column && $0 != nameColumn }
        guard let place = places.first else {
            throw .noColumn(path: path, column, known: columns.indices.filter { $0 != nameColumn }.map { columns[$0] })
        }
        guard places.count == 1 else { throw .columnTwice(path: path, column, places: places.map { $0 + 1 }) }
        return place
    }

    /// The value that some rows, all for one image, have in a column; nil if their cells are empty.
    private func cell(_ column: String, _ place: Int, in found: [Int]) throws(LabelTableError) -> LabelColumn.Cell? {
        var known: LabelColumn.Cell?
        for row in found.sorted() where !rows[row].cells[place].isEmpty {
            let cell = LabelColumn.Cell(text: rows[row].cells[place], line: rows[row].line)
            guard let first = known else {
                known = cell
                continue
            }
            if cell.agrees(with: first) { continue }
            if cell.complements(first) {
                known = first.isMissingMark ? cell : first
                continue
            }
            throw .conflict(
                path: path, column: column, name: rows[row].cells[nameColumn], lines: [first.line, cell.line],
                values: [first.text, cell.text])
        }
        return known
    }
}
