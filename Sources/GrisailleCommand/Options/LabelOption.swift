import ArgumentParser
import Grisaille

/// A column of a table of labels, as in `labels.csv:age`. Path and column may hold colons: the path is the part that names a
/// file.
struct LabelOption: ExpressibleByArgument {
    let path: String
    let column: String

    init?(argument: String) {
        let colon = UInt8(ascii: ":")
        let splits = argument.utf8.indices.filter { argument.utf8[$0] == colon }.map { place in
            (
                path: String(argument[..<place]), column: String(argument[argument.utf8.index(after: place)...])
            )
        }.filter { !$0.path.isEmpty && !$0.column.isEmpty }
        guard !Self.isFile(argument), let last = splits.last else { return nil }
        let split =
            splits.last { Self.isFile($0.path) }
            ?? splits.first { split in Self.suffixes.contains { FilePath.hasExtension(split.path, $0) } } ?? last
        path = split.path
        column = split.column
    }

    /// The names of several columns, which commas separate.
    var columns: [String] {
        column.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// Extensions of tables, which tell the path if there is no such file.
    private static let suffixes = ["csv", "tsv", "txt"]

    /// Whether a path names a file; false if the system can't tell, as reading the table then says why.
    private static func isFile(_ path: String) -> Bool {
        ((try? FilePath.exists(path)) ?? false) && !((try? Folder.exists(path)) ?? false)
    }

    /// The column's values for a data set's images.
    ///
    /// - Throws: `LabelTableError`, `FileError`.
    func column(for images: ImageDataset) throws -> LabelColumn {
        try LabelTable(contentsOf: path).column(column, for: images.names)
    }
}
