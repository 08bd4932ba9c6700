/// A table of what is known of images, a row an image: text in lines, the cells parted by commas, semicolons or tabs, with a
/// header line. One column names the images: that of the header `file`, or else the first.
public struct LabelTable: Sendable {
    public let path: String
    /// The header's names, that of the images' column too.
    public let columns: [String]
    let rows: [DelimitedText.Record]
    private let nameColumn: Int

    /// More bytes than any table of labels has.
    private static let sizeLimit = 1 << 30

    /// What each row names, and the row's line in the file.
    public var names: [(name: String, line: Int)] { rows.map { ($0.cells[nameColumn], $0.line) } }

    /// - Throws: `LabelTableError`, `FileError`.
    public init(contentsOf path: String) throws {
        try self.init(bytes: FileBytes.read(path, limit: Self.sizeLimit), path: path)
    }

    /// Takes a table apart: UTF-8, UTF-16 with a byte order mark, or else Windows-1252.
    ///
    /// - Parameter path: names the file in errors.
    public init(bytes: [UInt8], path: String) throws(LabelTableError) {
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
            case .unsupported(let encoding): throw .encoding(path: path, "is of \(encoding)")
            case .binary(let line): throw .encoding(path: path, "holds bytes in line \(line) that are no text")
            }
        }
        do throws(DelimitedText.Fault) {
            return try DelimitedText.records(recognisingDelimiterOf: text)
        } catch {
            switch error {
            case .unendedQuote(let line):
                throw .damaged(path: path, line: line, reason: "has a quote that isn't ended; double a quote in a cell")
            case .textAfterQuote(let line):
                throw .damaged(path: path, line: line, reason: "has text after a quoted cell; double a quote in a cell")
            }
        }
    }

    /// What a column says of images. A row names an image by its path within the folder, with or without its suffix; or by
    /// its file's name alone, where no other image has that.
    ///
    /// - Throws: `LabelTableError` where there is no such column, it says nothing of any image, or two rows say different
    ///   things of one.
    /// - Complexity: O(rows + images).
    public func column(_ name: String, for images: [String]) throws(LabelTableError) -> LabelColumn {
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

    /// What a column says of things that rows name by their very names.
    ///
    /// - Throws: `LabelTableError` where there is no such column, or two rows say different things of one.
    public func column(_ name: String, forExactly items: [String]) throws(LabelTableError) -> LabelColumn {
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

    /// What some rows, all of one image, say; nil where they say nothing.
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
