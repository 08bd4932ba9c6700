import ArgumentParser
import Grisaille

/// A column of a table of labels, as `labels.csv:age`.
struct LabelOption: ExpressibleByArgument {
    let path: String
    let column: String

    init?(argument: String) {
        guard let colon = argument.lastIndex(of: ":") else { return nil }
        path = String(argument[..<colon])
        column = String(argument[argument.index(after: colon)...])
        guard !path.isEmpty, !column.isEmpty else { return nil }
    }

    /// What the column says of a data set's images; nil of those that it says nothing of.
    ///
    /// - Throws: `LabelTableError`, `FileError`.
    func values(for images: ImageDataset) throws -> [String?] {
        try LabelTable(contentsOf: path).values(of: column, for: images.names)
    }
}
