/// A table of what is known of images: comma-separated values (RFC 4180) with a header line; one column names the images,
/// that of the header `file`, or else the first.
public struct LabelTable: Sendable {
    public let path: String
    /// The header's names, that of the images' column too.
    public let columns: [String]
    private let rows: [[String]]
    private let nameColumn: Int

    /// What the rows are of.
    public var names: [String] { rows.map { $0[nameColumn] } }

    /// - Throws: `LabelTableError`, `FileError`.
    public init(contentsOf path: String) throws {
        try self.init(try FileBytes.read(path), path: path)
    }

    init(_ bytes: [UInt8], path: String) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw LabelTableError.damaged(path: path, line: 1, reason: "is no UTF-8 text; save it as such")
        }
        var records = try CommaSeparatedValues.records(of: text, path: path)
        guard !records.isEmpty else { throw LabelTableError.empty(path: path) }
        let header = records.removeFirst().cells
        for record in records where record.cells.count != header.count {
            throw LabelTableError.damaged(
                path: path, line: record.line,
                reason: "has \(record.cells.count) cells where the header has \(header.count)")
        }
        self.path = path
        columns = header.map(TableCell.read)
        rows = records.map { $0.cells.map(TableCell.read) }
        nameColumn = columns.firstIndex(of: "file") ?? 0
    }

    /// What a column says of images; nil of those that no row names, or whose cell is empty.
    ///
    /// A row names an image by its path within the folder, with or without its suffix; or by its file's name alone, where no
    /// other image has that.
    ///
    /// - Throws: `LabelTableError` where there is no such column, or it says nothing of any image.
    public func values(of column: String, for names: [String]) throws(LabelTableError) -> [String?] {
        guard let place = columns.firstIndex(of: column), place != nameColumn else {
            throw .noColumn(path: path, column, known: columns.indices.filter { $0 != nameColumn }.map { columns[$0] })
        }
        var byName: [String: String] = [:]
        for row in rows where !row[place].isEmpty { byName[FilePath.withoutExtension(row[nameColumn])] = row[place] }
        let plain = names.map(FilePath.withoutExtension)
        let shared = Dictionary(grouping: plain, by: FilePath.lastComponent)
        let values = plain.map { name -> String? in
            if let value = byName[name] { return value }
            let last = FilePath.lastComponent(name)
            return shared[last]!.count == 1 ? byName[last] : nil
        }
        guard values.contains(where: { $0 != nil }) else {
            throw .noMatch(path: path, column, example: names.first ?? "")
        }
        return values
    }
}
